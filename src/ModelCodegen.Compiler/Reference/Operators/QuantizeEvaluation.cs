using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>
/// Real numbers to codes and back. In a simulation both are floats: the evaluator then puts every result on its grid.
/// </summary>
internal static class QuantizeEvaluation
{
    public static Tensor Quantize(EvaluationScope scope)
    {
        Quantization quantization = scope.Output.Quantization ?? throw new ArgumentException("The result of Quantize has no quantization.");
        if (scope.Output.Type == ElementType.Float32)
        {
            return Copy(scope);
        }

        Tensor reals = scope.InputQuantization?.Dequantize(scope.Input(0)) ?? scope.Input(0);
        return quantization.Quantize(reals).Reshape(scope.Output.Shape);
    }

    public static Tensor Dequantize(EvaluationScope scope)
    {
        Quantization quantization = scope.InputQuantization ?? throw new ArgumentException("The operand of Dequantize has no quantization.");
        return scope.Input(0).Type == ElementType.Float32 ? scope.Input(0) : quantization.Dequantize(scope.Input(0)).Reshape(scope.Output.Shape);
    }

    /// <summary>Simulated only: the grid of the values' own range.</summary>
    public static Tensor Dynamic(EvaluationScope scope)
    {
        Tensor result = Copy(scope);
        Span<float> values = result.Writable<float>();
        (float least, float largest) = (0, 0);
        foreach (float value in values)
        {
            least = Math.Min(least, value);
            largest = Math.Max(largest, value);
        }

        Quantization.Covering(least, largest).Snap(values);
        return result;
    }

    public static Tensor Lookup(Lookup op, EvaluationScope scope)
    {
        Tensor input = scope.Input(0);
        if (input.Type != ElementType.Float32)
        {
            return Tensor.Create(scope.Output.Shape, Array.ConvertAll(input.Values<byte>().ToArray(), code => op.Table[code]));
        }

        (Quantization from, Quantization to) = (scope.InputQuantization!, scope.Output.Quantization!);
        return Tensor.Create(scope.Output.Shape, Array.ConvertAll(input.Values<float>().ToArray(), real => to.Dequantize(op.Table[from.Quantize(real)])));
    }

    private static Tensor Copy(EvaluationScope scope) => Tensor.Create(scope.Output.Shape, scope.Input(0).Values<float>().ToArray());
}
