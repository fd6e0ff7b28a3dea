using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

internal sealed record Avx512Isa() : Isa("Avx512", "Avx512BW.IsSupported", 16, 14, 28)
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

    public override string MultiplyPairs(string x, string w) => $"Avx512BW.MultiplyAddAdjacent({x}, {w})";

    public override string Dot(string acc, string x, string w) =>
        $"{acc} + (Avx512BW.MultiplyAddAdjacent({x}e, {w}e) + Avx512BW.MultiplyAddAdjacent({x}o, {w}o))";

    public override string FusedMultiplyAdd(string a, string b, string acc) => $"Avx512F.FusedMultiplyAdd({a}, {b}, {acc})";

    public override string Max(string a, string b) => $"Avx512F.Max({a}, {b})";

    public override string Min(string a, string b) => $"Avx512F.Min({a}, {b})";

    public override string Round(string x) => $"Avx512F.ConvertToVector512Int32({x})";

    public override string Pack16(IReadOnlyList<string> vectors) => $"Avx512F.ConvertToVector128Byte({vectors[0]})";

    public override string Pack8(IReadOnlyList<string> vectors) => throw new System.NotSupportedException();

    public override string Widen(string bytes, int part) => $"Avx512F.ConvertToVector512Int32({bytes})";
}
