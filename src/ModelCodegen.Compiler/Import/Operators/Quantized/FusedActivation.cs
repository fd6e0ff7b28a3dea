using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>The activations that ONNX Runtime fuses into layers.</summary>
internal static class FusedActivation
{
    /// <summary>The activation of that name; none for the empty one.</summary>
    public static Activation Of(NodeReader node, string name, float a, float b) => name switch
    {
        "" => Activation.None,
        "Relu" => Activation.Relu,
        "Clip" => new Activation(UnaryFunction.Clip, a, b),
        "Elu" => new Activation(UnaryFunction.Elu, a),
        "HardSigmoid" => new Activation(UnaryFunction.HardSigmoid, a, b),
        "LeakyRelu" => new Activation(UnaryFunction.LeakyRelu, a),
        "Sigmoid" => new Activation(UnaryFunction.Sigmoid),
        "Tanh" => new Activation(UnaryFunction.Tanh),
        _ => throw node.Unsupported($"the activation '{name}' is not supported"),
    };
}
