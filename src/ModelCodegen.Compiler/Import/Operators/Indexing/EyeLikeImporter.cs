using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>EyeLike, since operator set 9.</summary>
internal static class EyeLikeImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        var type = (TensorProto.Types.DataType)node.Int("dtype", 0);
        node.Emit(new EyeLike(
            node.Has("dtype") ? ElementTypes.Of(type) ?? throw node.Unsupported($"EyeLike of {type} is not supported") : null,
            node.Int("k", 0)));
    }
}
