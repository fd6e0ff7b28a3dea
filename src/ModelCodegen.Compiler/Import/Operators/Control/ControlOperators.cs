namespace ModelCodegen.Compiler.Import.Operators.Control;

/// <summary>Operators with networks inside.</summary>
internal static class ControlOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("If", 1, IfImporter.Import),
        new("Loop", 1, LoopImporter.Import),
        new("Scan", 8, ScanImporter.Import),
    ];
}
