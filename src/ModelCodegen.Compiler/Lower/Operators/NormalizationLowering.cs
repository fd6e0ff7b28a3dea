using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Layer normalization of floats with what comes before and behind it.</summary>
internal static class NormalizationLowering
{
    private const int Y = 0, Sum = 1, Bytes = 2;

    public static void Lower(LoweringContext context, Node node, FusedNormalization normalization)
    {
        ImmutableArray<int> shape = context.Graph.Shape(node.Inputs[0]);
        int length = ShapeArithmetic.Length(shape[normalization.Axis..]);
        Placement input = context.ReadInArena(node.Inputs[0]);
        Placement? residual = node.HasInput(1) ? context.ReadInArena(node.Inputs[1]) : null;
        Placement scale = PerElement(context, node.Inputs[2], length);
        Placement bias = PerElement(context, node.Inputs[3], length);
        Quantization? quantization = node.Outputs[Bytes].Length > 0 ? context.Graph.QuantizationOf(node.Outputs[Bytes]) : null;
        Placement?[] results = [.. node.Outputs.Select(output => output.Length > 0 ? context.Write(output) : null)];
        Placement?[] rows = [.. results.Select(result => result is { IsRowMajor: false } ? context.NewRowMajor(result.Type, result.Shape) : result)];
        context.Emit(
            () => new NormalizationStep(
                node.Name,
                input.Locate(),
                scale.Locate(),
                bias.Locate(),
                ShapeArithmetic.Length(shape[..normalization.Axis]),
                length,
                normalization.Epsilon,
                normalization.IsCentered,
                rows[Y]?.Locate(),
                residual?.Locate(),
                rows[Sum]?.Locate(),
                rows[Bytes]?.Locate(),
                quantization?.Scale ?? 0,
                quantization?.ZeroPoint ?? 0),
            [input, residual, scale, bias, .. rows]);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] != results[i])
            {
                context.Copy(node.Name, "Copy", rows[i]!, results[i]!);
            }
        }
    }

    // One number per element, where kernels may read whole vectors.
    private static Placement PerElement(LoweringContext context, string name, int length)
    {
        if (context.Graph.Constant(name) is not { } constant)
        {
            return context.ReadInArena(name);
        }

        var filled = new float[(length + 15) / 16 * 16];
        ReadOnlySpan<float> values = constant.Values<float>();
        for (int i = 0; i < length; i++)
        {
            filled[i] = values[constant.Length == 1 ? 0 : i];
        }

        return context.ReadConstant(Tensor.Floats(filled));
    }
}
