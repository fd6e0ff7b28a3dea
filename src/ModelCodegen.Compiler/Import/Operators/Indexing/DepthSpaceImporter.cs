using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>DepthToSpace, since operator set 1 (11 added <c>mode</c>), and SpaceToDepth, since operator set 1.</summary>
internal static class DepthSpaceImporter
{
    public static void ImportDepthToSpace(NodeReader node)
    {
        node.Expect(1, 1);
        string mode = node.Version >= 11 ? node.Text("mode", "DCR") : "DCR";
        node.Emit(mode is "DCR" or "CRD"
            ? new DepthToSpace(node.Int("blocksize", 0), DepthFirst: mode == "DCR")
            : throw node.Invalid($"the attribute 'mode' is '{mode}'"));
    }

    public static void ImportSpaceToDepth(NodeReader node)
    {
        node.Expect(1, 1);
        node.Emit(new SpaceToDepth(node.Int("blocksize", 0)));
    }
}
