namespace ModelCodegen.Compiler.Import.Operators.Vision;

/// <summary>Operators that look at maps elsewhere than at their elements.</summary>
internal static class VisionOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("AffineGrid", 20, AffineGridImporter.Import),
        new("CenterCropPad", 18, CenterCropPadImporter.Import),
        new("DeformConv", 19, DeformConvImporter.Import),
        new("GridSample", 16, GridSampleImporter.Import),
        new("MaxRoiPool", 1, MaxRoiPoolImporter.Import),
        new("Resize", 10, ResizeImporter.Import, Bytes: ByteForm.Moved),
        new("RoiAlign", 10, RoiAlignImporter.Import),
        new("Upsample", 7, ResizeImporter.ImportUpsample, Bytes: ByteForm.Moved),
    ];
}
