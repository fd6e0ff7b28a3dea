namespace ModelCodegen.Compiler.Import.Operators.Signal;

/// <summary>Fourier transforms, windows and filter banks.</summary>
internal static class SignalOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
    ];
}
