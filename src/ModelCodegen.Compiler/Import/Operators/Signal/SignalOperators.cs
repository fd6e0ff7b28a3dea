namespace ModelCodegen.Compiler.Import.Operators.Signal;

/// <summary>Fourier transforms, windows and filter banks.</summary>
internal static class SignalOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("BlackmanWindow", 17, WindowImporter.For(0.42, -0.5, 0.08), Bytes: ByteForm.Folded),
        new("DFT", 17, DftImporter.Import),
        new("HammingWindow", 17, WindowImporter.For(25.0 / 46, -21.0 / 46, 0), Bytes: ByteForm.Folded),
        new("HannWindow", 17, WindowImporter.For(0.5, -0.5, 0), Bytes: ByteForm.Folded),
        new("MelWeightMatrix", 17, WindowImporter.ImportMelWeights, Bytes: ByteForm.Folded),
        new("STFT", 17, StftImporter.Import),
    ];
}
