using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Flatten, since operator set 1; 11 allowed negative axes.</summary>
internal static class FlattenImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new Flatten(node.Int("axis", 1)));
    }
}
