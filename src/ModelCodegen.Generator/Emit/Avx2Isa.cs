using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

internal sealed record Avx2Isa() : Isa256("Avx2", "Avx2.IsSupported && Fma.IsSupported", 6)
{
    // Bytes become pairs of 16-bit numbers, whose products VPMADDWD adds exactly; VPMADDUBSW would saturate.
    public override IEnumerable<string> PrepareWeights(string w) =>
    [
        $"Vector256<short> {w}e = KernelMethods.EvenSigned256({w});",
        $"Vector256<short> {w}o = KernelMethods.OddSigned256({w});",
    ];

    public override IEnumerable<string> PrepareInput(string x) =>
    [
        $"Vector256<short> {x}e = KernelMethods.EvenUnsigned256({x});",
        $"Vector256<short> {x}o = KernelMethods.OddUnsigned256({x});",
    ];

    public override string MultiplyPairs(string x, string w) => $"Avx2.MultiplyAddAdjacent({x}, {w})";

    public override string Dot(string acc, string x, string w) =>
        $"{acc} + (Avx2.MultiplyAddAdjacent({x}e, {w}e) + Avx2.MultiplyAddAdjacent({x}o, {w}o))";
}
