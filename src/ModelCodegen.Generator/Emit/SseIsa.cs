using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

/// <summary>128 bits where AVX2 is there: for what is left over when two blocks are taken at a time.</summary>
/// <param name="HasVnni">Whether AVX-VNNI is there too.</param>
internal sealed record SseIsa(bool HasVnni) : PortableIsa
{
    public override bool PlainOperands => HasVnni;

    public override bool SaturatingPack => true;

    public override string Dot(string acc, string x, string w) => HasVnni
        ? $"AvxVnni.MultiplyWideningAndAdd({acc}, {x}, {w})"
        : $"{acc} + (Sse2.MultiplyAddAdjacent({x}e, {w}e) + Sse2.MultiplyAddAdjacent({x}o, {w}o))";

    public override string Max(string a, string b) => $"Sse.Max({a}, {b})";

    public override string Min(string a, string b) => $"Sse.Min({a}, {b})";

    public override string Round(string x) => $"Sse2.ConvertToVector128Int32({x})";

    public override string Pack16(IReadOnlyList<string> v) =>
        $"Sse2.PackUnsignedSaturate(Sse2.PackSignedSaturate({v[0]}, {v[1]}), Sse2.PackSignedSaturate({v[2]}, {v[3]}))";
}
