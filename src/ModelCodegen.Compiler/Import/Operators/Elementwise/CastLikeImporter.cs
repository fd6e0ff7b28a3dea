using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>CastLike, since operator set 15: to the second input's type.</summary>
internal static class CastLikeImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.Ignore("saturate", "round_mode");
        node.Emit(new CastLike());
    }
}
