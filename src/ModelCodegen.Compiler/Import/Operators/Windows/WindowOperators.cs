namespace ModelCodegen.Compiler.Import.Operators.Windows;

/// <summary>Operators that slide windows over maps, but for the layers that nearly all networks have.</summary>
internal static class WindowOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("GlobalLpPool", 1, LpPoolImporter.ImportGlobal),
        new("LpPool", 1, LpPoolImporter.Import),
    ];
}
