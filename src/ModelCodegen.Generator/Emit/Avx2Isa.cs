using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

internal sealed record Avx2Isa() : Isa256("Avx2", "Avx2.IsSupported && Fma.IsSupported", 12)
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

    public override bool WidensInParts => true;

    public override string MultiplyAddPairs(string a, string b) => $"Avx2.MultiplyAddAdjacent({a}, {b})";

    public override string Dot(string acc, string x, string w) =>
        $"{acc} + ({MultiplyAddPairs($"{x}e", $"{w}e")} + {MultiplyAddPairs($"{x}o", $"{w}o")})";
}
