namespace ModelCodegen.Generator.Emit;

internal sealed record Avx512Isa() : Isa512("Avx512", "Avx512BW.IsSupported", 14)
{
    public override bool WidensInParts => true;

    public override string MultiplyAddPairs(string a, string b) => $"Avx512BW.MultiplyAddAdjacent({a}, {b})";
}
