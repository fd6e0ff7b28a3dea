using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Counted;

/// <summary>NonZero, since operator set 9.</summary>
internal static class NonZeroImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.EmitCounted(new NonZero(), 1);
    }
}
