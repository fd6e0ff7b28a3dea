using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

/// <summary>What the instruction sets of 512 bits share.</summary>
internal abstract record Isa512(string Name, string Check, int Accumulators) : Isa(Name, Check, 16, Accumulators, 28)
{
    public override bool SaturatingPack => true;

    public override string FusedMultiplyAdd(string a, string b, string acc) => $"Avx512F.FusedMultiplyAdd({a}, {b}, {acc})";

    public override string Scale(string x, string n, string integers) => $"Avx512F.Scale({x}, {n})";

    public override string Max(string a, string b) => $"Avx512F.Max({a}, {b})";

    public override string Min(string a, string b) => $"Avx512F.Min({a}, {b})";

    public override string Round(string x) => $"Avx512F.ConvertToVector512Int32({x})";

    public override string Pack16(IReadOnlyList<string> vectors) => $"Avx512F.ConvertToVector128Byte({vectors[0]})";

    public override string Pack8(IReadOnlyList<string> vectors) => throw new System.NotSupportedException();

    public override IEnumerable<(string Vector, int Bits)> Shorts16(IReadOnlyList<string> vectors) => [($"Avx512F.ConvertToVector256Int16({vectors[0]})", 256)];

    public override string LoadShorts(string reference, string bytes) => $"Avx512F.ConvertToVector512Int32(Vector256.LoadUnsafe(ref {At(reference, bytes)}).AsInt16())";

    public override string LoadSignedBytes(string reference, string bytes) => $"Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref {At(reference, bytes)}).AsSByte())";

    public override string Widen(string bytes, int part) => $"Avx512F.ConvertToVector512Int32({bytes})";
}
