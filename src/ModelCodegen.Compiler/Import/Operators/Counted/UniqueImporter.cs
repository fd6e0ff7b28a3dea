using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Counted;

/// <summary>Unique, since operator set 11.</summary>
internal static class UniqueImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.EmitCounted(new Unique(node.Has("axis") ? node.Int("axis", 0) : null, node.Flag("sorted", true)), 4);
    }
}
