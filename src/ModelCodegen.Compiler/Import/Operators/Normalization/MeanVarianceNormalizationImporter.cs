using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Normalization;

/// <summary>MeanVarianceNormalization, since operator set 9: (x - mean) / (deviation + 1e-9).</summary>
internal static class MeanVarianceNormalizationImporter
{
    private const float Epsilon = 1e-9f;

    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        ImmutableArray<int> axes = node.Ints("axes");
        string along = node.Constant("axes", axes.IsDefault ? [0, 2, 3] : axes);
        var mean = new Reduce(ReduceFunction.Mean) { KeepDimensions = true };
        string means = node.EmitPart(mean, [node.Inputs[0], along]);
        string centered = node.EmitPart(new Binary(BinaryFunction.Sub), [node.Inputs[0], means]);
        string squares = node.EmitPart(new Binary(BinaryFunction.Mul), [centered, centered]);
        string variance = node.EmitPart(mean, [squares, along]);
        string deviation = node.EmitPart(new Unary(new Activation(UnaryFunction.Sqrt)), [variance]);
        string epsilon = node.EmitPart(new CastLike(), [node.Constant("epsilon", Tensor.Create([], [Epsilon])), node.Inputs[0]]);
        string divisor = node.EmitPart(new Binary(BinaryFunction.Add), [deviation, epsilon]);
        node.Emit(new Binary(BinaryFunction.Div), [centered, divisor]);
    }
}
