using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>ONNX's DequantizeLinear; inputs x, scale, zero point?.</summary>
/// <param name="Axis">The axis that scales go along, where there are several.</param>
/// <param name="Block">How many elements along the axis share a scale; 0 where a scale belongs to one index, or to all.</param>
/// <param name="To">The result's type; <see langword="null"/> for the scale's.</param>
public sealed record DequantizeLinear(int Axis, int Block, ElementType? To = null) : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(
            0,
            type => type is ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16 or ElementType.Int32,
            "an integer of up to 16 bits, or Int32");
        operands.Expect(1, type => type is ElementType.Float32 or ElementType.Float16, "Float32 or Float16");
        if (operands.Has(2))
        {
            operands.ExpectSameType(0, 2);
        }

        _ = ScaleLayout.Of(operands, Axis, Block);
        return [new ValueInfo(To ?? operands.Type(1), operands.Shape(0))];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall(
        "DequantizeLinear",
        [operands.KernelType(0), operands.KernelType(1), (To ?? operands.Type(1)).KernelName()],
        [
            CallArgument.Read(0),
            CallArgument.Read(1),
            operands.ReadOrNone(2, operands.Type(0)),
            CallArgument.Write(0),
            .. ScaleLayout.Of(operands, Axis, Block).Arguments,
        ]);
}
