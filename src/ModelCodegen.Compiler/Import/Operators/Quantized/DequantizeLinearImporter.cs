using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>
/// DequantizeLinear, since operator set 10; 13 added scales along an axis, 21 by blocks and types of 4 and 16 bits, 23
/// <c>output_dtype</c>. com.microsoft has the same.
/// </summary>
internal static class DequantizeLinearImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 3);
        var to = (TensorProto.Types.DataType)node.Int("output_dtype", 0);
        ElementType? type = to switch
        {
            TensorProto.Types.DataType.Unknown => null,
            TensorProto.Types.DataType.Float => ElementType.Float32,
            TensorProto.Types.DataType.Float16 => ElementType.Float16,
            _ => throw node.Unsupported($"DequantizeLinear to {to} is not supported"),
        };
        node.Emit(new DequantizeLinear(node.Int("axis", 1), QuantizeLinearImporter.BlockOf(node), type));
    }
}
