namespace ModelCodegen.Compiler.Import.Operators.Vision;

/// <summary>Operators that look at maps elsewhere than at their elements.</summary>
internal static class VisionOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("Resize", 10, ResizeImporter.Import, Bytes: ByteForm.Moved),
        new("Upsample", 7, ResizeImporter.ImportUpsample, Bytes: ByteForm.Moved),
    ];
}
