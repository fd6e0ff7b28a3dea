using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>Gemm, since operator set 7; 11 made C optional.</summary>
internal static class GemmImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 3);
        node.Emit(Attributes(node));
    }

    /// <summary>A Gemm with the node's attributes.</summary>
    public static Gemm Attributes(NodeReader node) => new()
    {
        Alpha = node.Float("alpha", 1),
        Beta = node.Float("beta", 1),
        TransA = node.Flag("transA", false),
        TransB = node.Flag("transB", false),
    };
}
