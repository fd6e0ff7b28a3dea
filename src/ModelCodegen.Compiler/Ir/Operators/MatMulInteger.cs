using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// ONNX's MatMulInteger: the product of bytes of either sign to Int32; inputs a, b, a's zero point? (one, or one per row),
/// b's zero point? (one, or one per column).
/// </summary>
public sealed record MatMulInteger : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, ConvInteger.IsByte, "Int8 or UInt8");
        operands.Expect(1, ConvInteger.IsByte, "Int8 or UInt8");
        ImmutableArray<int> a = operands.Shape(0);
        ImmutableArray<int> b = operands.Shape(1);
        (ImmutableArray<int> left, ImmutableArray<int> right) = Matrices(a, b);
        if (a.IsEmpty || b.IsEmpty || left[^1] != right[^2] || ShapeArithmetic.Broadcast(left[..^2], right[..^2]) is not { } batch)
        {
            throw operands.Invalid($"{ShapeArithmetic.Format(a)} and {ShapeArithmetic.Format(b)} cannot be multiplied");
        }

        _ = new RowParameter(operands, 2, left[..^1]);
        _ = new RowParameter(operands, 3, [.. right[..^2], right[^1]]);
        ImmutableArray<int> rows = a.Length == 1 ? [] : [a[^2]];
        ImmutableArray<int> columns = b.Length == 1 ? [] : [b[^1]];
        return [new ValueInfo(ElementType.Int32, [.. batch, .. rows, .. columns])];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (ImmutableArray<int> a, ImmutableArray<int> b) = Matrices(operands.Shape(0), operands.Shape(1));
        ImmutableArray<int> batch = ShapeArithmetic.Broadcast(a[..^2], b[..^2])!.Value;
        var aZero = new RowParameter(operands, 2, a[..^1]);
        var bZero = new RowParameter(operands, 3, [.. b[..^2], b[^1]]);
        return new SpanCall(
            "MatMulInteger",
            [operands.KernelType(0), operands.KernelType(1)],
            Read(0),
            Read(1),
            operands.ReadOrNone(2, operands.Type(0)),
            operands.ReadOrNone(3, operands.Type(1)),
            Write(0),
            a[^2],
            b[^1],
            a[^1],
            batch,
            Steps(a[..^2], batch.Length),
            Steps(b[..^2], batch.Length),
            aZero.MatrixStep,
            aZero.RowStep,
            bZero.MatrixStep,
            bZero.RowStep);
    }

    /// <summary>Shapes with vectors promoted to matrices.</summary>
    private static (ImmutableArray<int> A, ImmutableArray<int> B) Matrices(ImmutableArray<int> a, ImmutableArray<int> b) =>
        (a.Length == 1 ? [1, a[0]] : a, b.Length == 1 ? [b[0], 1] : b);

    private static ImmutableArray<int> Steps(ImmutableArray<int> batch, int rank)
    {
        ImmutableArray<int> packed = ShapeArithmetic.Strides(batch);
        return [.. Enumerable.Repeat(0, rank - batch.Length), .. batch.Select((extent, d) => extent == 1 ? 0 : packed[d])];
    }
}
