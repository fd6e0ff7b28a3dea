using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Int32 sums of products to bytes: <c>saturate(round(x * (a * b * Factor / y)) + zero point)</c>; inputs x, scale a, scale b,
/// scale y, zero point y. The halves of ONNX's QLinearConv and QLinearMatMul are this and a product of integers.
/// </summary>
/// <param name="OfConv">x is [N, channels, spatial…] and a goes with the channels; otherwise x is matrices, a goes with rows, b with columns.</param>
/// <param name="Factor">One more factor.</param>
public sealed record Requantize(bool OfConv, float Factor = 1) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type == ElementType.Int32, "Int32");
        operands.Expect(4, ConvInteger.IsByte, "Int8 or UInt8");
        foreach (int scale in (int[])[1, 2, 3])
        {
            operands.Expect(scale, type => type == ElementType.Float32, "Float32");
        }

        _ = Call(operands);
        return [new ValueInfo(operands.Type(4), operands.Shape(0))];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> rows = OfConv ? x[..2] : [.. Enumerable.Repeat(1, Math.Max(0, 2 - x.Length)), .. x.SkipLast(1)];
        int columns = OfConv ? ShapeArithmetic.Length(x[2..]) : x.IsEmpty ? 1 : x[^1];
        var a = new RowParameter(operands, 1, rows);
        var b = new RowParameter(operands, 2, [.. rows[..^1], columns]);
        var y = new RowParameter(operands, 3, rows);
        if (operands.Length(4) != operands.Length(3))
        {
            throw operands.Invalid("The result's scale and zero point have different lengths");
        }

        return new SpanCall(
            "Requantize",
            [operands.KernelType(4)],
            Read(0),
            Read(1),
            Read(2),
            Read(3),
            Read(4),
            Write(0),
            ShapeArithmetic.Length(rows[..^1]),
            rows[^1],
            columns,
            a.MatrixStep,
            a.RowStep,
            b.MatrixStep,
            b.RowStep,
            y.MatrixStep,
            y.RowStep,
            (double)Factor);
    }
}
