using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Cast, since operator set 6.</summary>
internal static class CastImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Ignore("saturate", "round_mode");
        var to = (TensorProto.Types.DataType)node.Int("to", 0);
        node.Emit(new Cast(ElementTypes.Of(to) ?? throw node.Unsupported($"Cast to {to} is not supported")));
    }
}
