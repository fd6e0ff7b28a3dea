using System.Collections.Generic;
using System.Linq;

namespace ModelCodegen.Generator.Emit;

internal record PortableIsa(string Name = "Portable", string Check = "", int Accumulators = 8) : Isa(Name, Check, 4, Accumulators, 12)
{
    public override string MultiplyAddPairs(string a, string b) => $"KernelMethods.MultiplyAddPairs128({a}, {b})";

    public override string MultiplyAddShorts(string a, string b) => $"KernelMethods.MultiplyAddShorts128({a}, {b})";

    public override string FusedMultiplyAdd(string a, string b, string acc) => $"{a} * {b} + {acc}";

    public override string ExactFusedMultiplyAdd(string a, string b, string acc) => $"KernelMethods.FusedMultiplyAdd128({a}, {b}, {acc})";

    public override string Max(string a, string b) => $"KernelMethods.Max128({a}, {b})";

    public override string Min(string a, string b) => $"KernelMethods.Min128({a}, {b})";

    // Adding 1.5 * 2^23 leaves the rounded integer in the low bits.
    public override string Round(string x) => $"(({x}) + Vector128.Create(12582912f)).AsInt32() - Vector128.Create(0x4B400000)";

    public override string Pack16(IReadOnlyList<string> v) =>
        $"Vector128.Narrow(Vector128.Narrow({v[0]}.AsUInt32(), {v[1]}.AsUInt32()), Vector128.Narrow({v[2]}.AsUInt32(), {v[3]}.AsUInt32()))";

    public override string Pack8(IReadOnlyList<string> v) =>
        $"Vector128.Narrow(Vector128.Narrow({v[0]}.AsUInt32(), {v[1]}.AsUInt32()), Vector128<ushort>.Zero)";

    public override IEnumerable<(string Vector, int Bits)> Shorts16(IReadOnlyList<string> v) =>
        Enumerable.Range(0, v.Count / 2).Select(i => ($"Vector128.Narrow({v[2 * i]}, {v[(2 * i) + 1]})", 128));

    public override string LoadShorts(string reference, string bytes) => $"KernelMethods.LoadShorts128(ref {At(reference, bytes)})";

    public override string LoadSignedBytes(string reference, string bytes) => $"KernelMethods.LoadSignedBytes128(ref {At(reference, bytes)})";

    public override string Widen(string bytes, int part)
    {
        string half = part < 2 ? $"Vector128.WidenLower({bytes})" : $"Vector128.WidenUpper({bytes})";
        return (part % 2 == 0 ? $"Vector128.WidenLower({half})" : $"Vector128.WidenUpper({half})") + ".AsInt32()";
    }
}
