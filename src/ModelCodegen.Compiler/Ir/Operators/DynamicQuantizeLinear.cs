using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>ONNX's DynamicQuantizeLinear: bytes, their scale and their zero point, by the range that x has.</summary>
public sealed record DynamicQuantizeLinear : KernelOperator
{
    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type == ElementType.Float32, "Float32");
        return [new ValueInfo(ElementType.UInt8, operands.Shape(0)), new ValueInfo(ElementType.Float32, []), new ValueInfo(ElementType.UInt8, [])];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall("DynamicQuantizeLinear", [], Read(0), Write(0), Write(1), Write(2));
}
