using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The best boxes, without those that overlap better ones; inputs boxes, scores, most boxes per class?, overlap?, least score?. Results: rows of batch, class and box, and their number.</summary>
/// <param name="Centers">Whether boxes are given as center and size, instead of two corners.</param>
public sealed record NonMaxSuppression(bool Centers) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> boxes = operands.Shape(0);
        ImmutableArray<int> scores = operands.Shape(1);
        operands.Expect(0, type => type == ElementType.Float32, "Float32");
        operands.Expect(1, type => type == ElementType.Float32, "Float32");
        if (boxes.Length != 3 || scores.Length != 3 || boxes[2] != 4 || boxes[0] != scores[0] || boxes[1] != scores[2])
        {
            throw operands.Invalid($"Boxes of shape {ShapeArithmetic.Format(boxes)} and scores of shape {ShapeArithmetic.Format(scores)} do not belong together");
        }

        return
        [
            new ValueInfo(ElementType.Int64, [checked(scores[0] * scores[1] * Most(operands)), 3]) { Counted = new CountedDimension(0, operands.ResultName(1)) },
            CountedDimension.CountInfo,
        ];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall(
        "NonMaxSuppression",
        [],
        CallArgument.Read(0),
        CallArgument.Read(1),
        CallArgument.Write(0),
        CallArgument.Write(1),
        CallArgument.Scratch(ElementType.Int32, operands.Shape(0)[1]),
        operands.Shape(0)[0],
        operands.Shape(1)[1],
        operands.Shape(0)[1],
        Most(operands),
        operands.Known(3, "a limit of overlap")?.ToFloat()[0] ?? 0,
        operands.Known(4, "a least score")?.ToFloat()[0] ?? 0,
        operands.Has(4),
        Centers);

    // Without a limit none is selected, as ONNX says.
    private static int Most(Operands operands) =>
        (int)Math.Clamp(operands.Known(2, "a number of boxes per class")?.ToInt64()[0] ?? 0, 0, operands.Shape(0)[1]);
}
