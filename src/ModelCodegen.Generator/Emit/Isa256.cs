using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

/// <summary>What AVX2 and AVX-VNNI share.</summary>
internal abstract record Isa256(string Name, string Check, int Accumulators) : Isa(Name, Check, 8, Accumulators, 12)
{
    public override bool SaturatingPack => true;

    public override string FusedMultiplyAdd(string a, string b, string acc) => $"Fma.MultiplyAdd({a}, {b}, {acc})";

    public override string Max(string a, string b) => $"Avx.Max({a}, {b})";

    public override string Min(string a, string b) => $"Avx.Min({a}, {b})";

    public override string Round(string x) => $"Avx.ConvertToVector256Int32({x})";

    public override string Pack16(IReadOnlyList<string> vectors) => $"KernelMethods.Pack256({vectors[0]}, {vectors[1]})";

    public override string Pack8(IReadOnlyList<string> vectors) => $"KernelMethods.PackHalf({vectors[0]}, zeros, lows)";

    public override IEnumerable<(string Vector, int Bits)> Shorts16(IReadOnlyList<string> v) =>
    [
        v.Count == 1
            ? ($"Sse2.PackSignedSaturate({v[0]}.GetLower(), {v[0]}.GetUpper())", 128)
            : ($"Avx2.Permute4x64(Avx2.PackSignedSaturate({v[0]}, {v[1]}).AsInt64(), 0b11_01_10_00).AsInt16()", 256),
    ];

    public override string LoadShorts(string reference, string bytes) => $"Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref {At(reference, bytes)}).AsInt16())";

    public override string LoadSignedBytes(string reference, string bytes) =>
        $"Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref {At(reference, bytes)})).AsSByte())";

    public override string Widen(string bytes, int part) => part == 0
        ? $"Avx2.ConvertToVector256Int32({bytes})"
        : $"Avx2.ConvertToVector256Int32(Sse2.ShiftRightLogical128BitLane({bytes}, 8))";
}
