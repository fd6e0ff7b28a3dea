using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>ONNX's QuantizeLinear; inputs x, scale, zero point?.</summary>
/// <param name="Axis">The axis that scales go along, where there are several.</param>
/// <param name="Block">How many elements along the axis share a scale; 0 where a scale belongs to one index, or to all.</param>
/// <param name="To">The result's type where there is no zero point.</param>
/// <param name="Bits">How many of the type's bits are used: 4 or all.</param>
/// <param name="Precision">The type to divide in.</param>
public sealed record QuantizeLinear(int Axis, int Block, ElementType To, int Bits, ElementType? Precision) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type is ElementType.Float32 or ElementType.Float16 or ElementType.Int32, "Float32, Float16 or Int32");
        operands.Expect(1, type => type is ElementType.Float32 or ElementType.Float16 or ElementType.Int32, "Float32, Float16 or Int32");
        ElementType to = operands.Has(2) ? operands.Type(2) : To;
        if (to is not (ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16))
        {
            throw operands.Unsupported($"QuantizeLinear to {to} is not supported");
        }

        _ = ScaleLayout.Of(operands, Axis, Block);
        return [new ValueInfo(to, operands.Shape(0))];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ElementType to = operands.Has(2) ? operands.Type(2) : To;
        bool signed = to is ElementType.Int8 or ElementType.Int16;
        int bits = Bits == 4 ? 4 : to.SizeInBytes() * 8;
        ElementType division = Precision ?? (operands.Type(1) == ElementType.Float16 ? ElementType.Float16 : ElementType.Float32);
        return new SpanCall(
            "QuantizeLinear",
            [operands.KernelType(0), operands.KernelType(1), division.KernelName(), to.KernelName()],
            [
                CallArgument.Read(0),
                CallArgument.Read(1),
                operands.ReadOrNone(2, to),
                CallArgument.Write(0),
                .. ScaleLayout.Of(operands, Axis, Block).Arguments,
                signed ? -(1 << (bits - 1)) : 0,
                (1 << (signed ? bits - 1 : bits)) - 1,
            ]);
    }
}
