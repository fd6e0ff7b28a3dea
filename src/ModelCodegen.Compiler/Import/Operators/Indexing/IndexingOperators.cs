namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>Operators that pick, place and repeat elements.</summary>
internal static class IndexingOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("DepthToSpace", 1, DepthSpaceImporter.ImportDepthToSpace),
        new("Expand", 8, ExpandImporter.Import),
        new("EyeLike", 9, EyeLikeImporter.Import),
        new("Gather", 1, GatherImporter.Import),
        new("GatherElements", 11, GatherImporter.ImportElements),
        new("GatherND", 11, GatherImporter.ImportND),
        new("OneHot", 9, OneHotImporter.Import),
        new("Range", 11, RangeImporter.Import),
        new("ReverseSequence", 10, ReverseSequenceImporter.Import),
        new("Scatter", 9, ScatterImporter.ImportElements),
        new("ScatterElements", 11, ScatterImporter.ImportElements),
        new("ScatterND", 11, ScatterImporter.ImportND),
        new("Size", 1, SizeImporter.Import),
        new("SpaceToDepth", 1, DepthSpaceImporter.ImportSpaceToDepth),
        new("Split", 2, SplitImporter.Import),
        new("Tile", 6, TileImporter.Import),
        new("Trilu", 14, TriluImporter.Import),
    ];
}
