using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>Gather since operator set 1, GatherElements since 11, GatherND since 11; 12 added <c>batch_dims</c>.</summary>
internal static class GatherImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new Gather(node.Int("axis", 0)));
    }

    public static void ImportElements(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new GatherElements(node.Int("axis", 0)));
    }

    public static void ImportND(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new GatherND(node.Version >= 12 ? node.Int("batch_dims", 0) : 0));
    }
}
