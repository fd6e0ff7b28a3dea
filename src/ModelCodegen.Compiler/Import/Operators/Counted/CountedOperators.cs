namespace ModelCodegen.Compiler.Import.Operators.Counted;

/// <summary>Operators whose results' sizes depend on data.</summary>
internal static class CountedOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("Compress", 9, CompressImporter.Import, Bytes: ByteForm.Moved),
        new("NonMaxSuppression", 10, NonMaxSuppressionImporter.Import),
        new("NonZero", 9, NonZeroImporter.Import),
        new("Unique", 11, UniqueImporter.Import),
    ];
}
