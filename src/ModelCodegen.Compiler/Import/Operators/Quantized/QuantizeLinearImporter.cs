using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>
/// QuantizeLinear, since operator set 10; 13 added scales along an axis, 21 by blocks, types of 4 and 16 bits and
/// <c>output_dtype</c>, 23 <c>precision</c>. com.microsoft has the same.
/// </summary>
internal static class QuantizeLinearImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 3);
        node.Ignore("saturate");
        var to = (TensorProto.Types.DataType)node.Int("output_dtype", 0);
        bool fourBits = node.ConstantInput(2) is { } zeroPoint ? node.Tensors.HasFourBits(zeroPoint) : ElementTypes.HasFourBits(to);
        node.Emit(new QuantizeLinear(
            node.Int("axis", 1),
            BlockOf(node),
            to == TensorProto.Types.DataType.Unknown ? ElementType.UInt8 : ElementTypes.Stored(to) ?? throw node.Unsupported($"QuantizeLinear to {to} is not supported"),
            fourBits ? 4 : 0,
            Precision(node)));
    }

    /// <summary>The attribute <c>block_size</c>.</summary>
    public static int BlockOf(NodeReader node)
    {
        int block = node.Int("block_size", 0);
        return block >= 0 ? block : throw node.Invalid($"the attribute 'block_size' is {block}");
    }

    private static ElementType? Precision(NodeReader node)
    {
        var type = (TensorProto.Types.DataType)node.Int("precision", 0);
        return type switch
        {
            TensorProto.Types.DataType.Unknown => null,
            TensorProto.Types.DataType.Float => ElementType.Float32,
            TensorProto.Types.DataType.Float16 => ElementType.Float16,
            _ => throw node.Unsupported($"QuantizeLinear with a precision of {type} is not supported"),
        };
    }
}
