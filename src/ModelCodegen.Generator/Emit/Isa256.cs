using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

/// <summary>What AVX2 and AVX-VNNI share.</summary>
internal abstract record Isa256(string Name, string Check, int Accumulators) : Isa(Name, Check, 8, Accumulators, 14)
{
    public override bool SaturatingPack => true;

    public override string FusedMultiplyAdd(string a, string b, string acc) => $"Fma.MultiplyAdd({a}, {b}, {acc})";

    public override string Max(string a, string b) => $"Avx.Max({a}, {b})";

    public override string Min(string a, string b) => $"Avx.Min({a}, {b})";

    public override string Round(string x) => $"Avx.ConvertToVector256Int32({x})";

    public override string Pack16(IReadOnlyList<string> vectors) => $"KernelMethods.Pack256({vectors[0]}, {vectors[1]})";

    public override string Pack8(IReadOnlyList<string> vectors) => $"KernelMethods.PackHalf({vectors[0]}, zeros, lows)";

    public override string Widen(string bytes, int part) => part == 0
        ? $"Avx2.ConvertToVector256Int32({bytes})"
        : $"Avx2.ConvertToVector256Int32(Sse2.ShiftRightLogical128BitLane({bytes}, 8))";
}

internal sealed record VnniIsa() : Isa256("Vnni", "AvxVnni.IsSupported", 14)
{
    public override bool PlainOperands => true;

    public override string Dot(string acc, string x, string w) => $"AvxVnni.MultiplyWideningAndAdd({acc}, {x}, {w})";
}

internal sealed record Avx2Isa() : Isa256("Avx2", "Avx2.IsSupported && Fma.IsSupported", 6)
{
    // Bytes become pairs of 16-bit numbers, whose products VPMADDWD adds exactly; VPMADDUBSW would saturate.
    public override IEnumerable<string> PrepareWeights(string w) =>
    [
        $"Vector256<short> {w}e = Vector256.ShiftRightArithmetic(Vector256.ShiftLeft({w}.AsInt16(), 8), 8);",
        $"Vector256<short> {w}o = Vector256.ShiftRightArithmetic({w}.AsInt16(), 8);",
    ];

    public override IEnumerable<string> PrepareInput(string x) =>
    [
        $"Vector256<short> {x}e = {x}.AsInt16() & Vector256.Create((short)255);",
        $"Vector256<short> {x}o = Vector256.ShiftRightLogical({x}.AsInt16(), 8);",
    ];

    public override string Dot(string acc, string x, string w) =>
        $"{acc} + (Avx2.MultiplyAddAdjacent({x}e, {w}e) + Avx2.MultiplyAddAdjacent({x}o, {w}o))";
}
