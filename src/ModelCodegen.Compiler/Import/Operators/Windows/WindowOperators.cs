namespace ModelCodegen.Compiler.Import.Operators.Windows;

/// <summary>Operators that slide windows over maps, but for the layers that nearly all networks have.</summary>
internal static class WindowOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("Col2Im", 18, Col2ImImporter.Import),
        new("ConvTranspose", 1, ConvTransposeImporter.Import, Bytes: ByteForm.Integer),
        new("GlobalLpPool", 1, LpPoolImporter.ImportGlobal),
        new("LpPool", 1, LpPoolImporter.Import),
        new("MaxUnpool", 9, MaxUnpoolImporter.Import),
    ];
}
