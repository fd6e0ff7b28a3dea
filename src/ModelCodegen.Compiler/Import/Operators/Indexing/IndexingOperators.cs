namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>Operators that pick, place and repeat elements.</summary>
internal static class IndexingOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("DepthToSpace", 1, DepthSpaceImporter.ImportDepthToSpace, Bytes: ByteForm.Moved),
        new("Expand", 8, ExpandImporter.Import, Bytes: ByteForm.Moved),
        new("EyeLike", 9, EyeLikeImporter.Import, Bytes: ByteForm.Folded),
        new("Gather", 1, GatherImporter.Import, Bytes: ByteForm.Moved),
        new("GatherElements", 11, GatherImporter.ImportElements, Bytes: ByteForm.Moved),
        new("GatherND", 11, GatherImporter.ImportND, Bytes: ByteForm.Moved),
        new("OneHot", 9, OneHotImporter.Import),
        new("Range", 11, RangeImporter.Import, Bytes: ByteForm.Folded),
        new("ReverseSequence", 10, ReverseSequenceImporter.Import, Bytes: ByteForm.Moved),
        new("Scatter", 9, ScatterImporter.ImportElements),
        new("ScatterElements", 11, ScatterImporter.ImportElements),
        new("ScatterND", 11, ScatterImporter.ImportND),
        new("Size", 1, SizeImporter.Import, Bytes: ByteForm.Folded),
        new("SpaceToDepth", 1, DepthSpaceImporter.ImportSpaceToDepth, Bytes: ByteForm.Moved),
        new("Split", 2, SplitImporter.Import, Bytes: ByteForm.Moved),
        new("Tile", 6, TileImporter.Import, Bytes: ByteForm.Moved),
        new("Trilu", 14, TriluImporter.Import),
    ];
}
