using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A function of each element: Relu, Clip, LeakyRelu, Sigmoid, HardSigmoid, HardSwish, Tanh, Exp, Silu.</summary>
/// <param name="Activation">The function and its parameters. A Clip whose bounds are run-time inputs is not supported.</param>
public sealed record Unary(Activation Activation) : Operator
{
    /// <inheritdoc/>
    public override string Name => Activation == Activation.Relu ? "Relu" : Activation.Function.ToString();
}
