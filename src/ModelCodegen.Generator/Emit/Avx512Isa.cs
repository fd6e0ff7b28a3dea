using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

internal sealed record Avx512Isa() : Isa512("Avx512", "Avx512BW.IsSupported", 14)
{
    public override IEnumerable<string> PrepareWeights(string w) =>
    [
        $"Vector512<short> {w}e = KernelMethods.EvenSigned512({w});",
        $"Vector512<short> {w}o = KernelMethods.OddSigned512({w});",
    ];

    public override IEnumerable<string> PrepareInput(string x) =>
    [
        $"Vector512<short> {x}e = KernelMethods.EvenUnsigned512({x});",
        $"Vector512<short> {x}o = KernelMethods.OddUnsigned512({x});",
    ];

    public override bool WidensInParts => true;

    public override string MultiplyAddPairs(string a, string b) => $"Avx512BW.MultiplyAddAdjacent({a}, {b})";

    public override string Dot(string acc, string x, string w) =>
        $"{acc} + ({MultiplyAddPairs($"{x}e", $"{w}e")} + {MultiplyAddPairs($"{x}o", $"{w}o")})";
}
