namespace ModelCodegen.Generator.Emit;

/// <summary>256 bits without a dot product of bytes.</summary>
internal sealed record Avx2Isa() : Isa256("Avx2", "Avx2.IsSupported && Fma.IsSupported", 12)
{
    public override bool WidensInParts => !PlainOperands;

    public override string MultiplyAddPairs(string a, string b) => $"Avx2.MultiplyAddAdjacent({a}, {b})";
}
