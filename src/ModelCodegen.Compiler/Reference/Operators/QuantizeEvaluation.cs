using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Real numbers to integers and back.</summary>
internal static class QuantizeEvaluation
{
    public static Tensor Quantize(EvaluationScope scope)
    {
        Quantization quantization = scope.Output.Quantization ?? throw new ArgumentException("The result of Quantize has no quantization.");
        Tensor reals = scope.InputQuantization?.Dequantize(scope.Input(0)) ?? scope.Input(0);
        return quantization.Quantize(reals).Reshape(scope.Output.Shape);
    }

    public static Tensor Dequantize(EvaluationScope scope)
    {
        Quantization quantization = scope.InputQuantization ?? throw new ArgumentException("The operand of Dequantize has no quantization.");
        return quantization.Dequantize(scope.Input(0)).Reshape(scope.Output.Shape);
    }
}
