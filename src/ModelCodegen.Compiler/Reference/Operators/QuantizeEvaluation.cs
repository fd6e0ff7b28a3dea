using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Real numbers to bytes and back.</summary>
internal static class QuantizeEvaluation
{
    public static Tensor Quantize(EvaluationScope scope)
    {
        Quantization quantization = scope.Output.Quantization ?? throw new ArgumentException("The result of Quantize has no quantization.");
        return Tensor.Create(scope.Output.Shape, Array.ConvertAll(scope.Input(0).Values<float>().ToArray(), quantization.Quantize));
    }

    public static Tensor Dequantize(EvaluationScope scope)
    {
        Quantization quantization = scope.InputQuantization ?? throw new ArgumentException("The operand of Dequantize has no quantization.");
        return Tensor.Create(scope.Output.Shape, Array.ConvertAll(scope.Input(0).Values<byte>().ToArray(), quantization.Dequantize));
    }
}
