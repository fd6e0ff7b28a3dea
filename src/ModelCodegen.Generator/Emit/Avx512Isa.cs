namespace ModelCodegen.Generator.Emit;

/// <summary>512 bits without a dot product of bytes.</summary>
internal sealed record Avx512Isa() : Isa512("Avx512", "Avx512BW.IsSupported", 14)
{
    public override bool WidensInParts => !PlainOperands;

    public override string MultiplyAddPairs(string a, string b) => $"Avx512BW.MultiplyAddAdjacent({a}, {b})";
}
