using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

/// <summary>128 bits where wider vectors are there, too: for fewer channels than these hold.</summary>
internal sealed record SseIsa() : PortableIsa
{
    public override bool PlainOperands => true;

    public override bool SaturatingPack => true;

    public override string Dot(string acc, string x, string w) => $"AvxVnni.MultiplyWideningAndAdd({acc}, {x}, {w})";

    public override string Max(string a, string b) => $"Sse.Max({a}, {b})";

    public override string Min(string a, string b) => $"Sse.Min({a}, {b})";

    public override string Round(string x) => $"Sse2.ConvertToVector128Int32({x})";

    public override string Pack16(IReadOnlyList<string> v) =>
        $"Sse2.PackUnsignedSaturate(Sse2.PackSignedSaturate({v[0]}, {v[1]}), Sse2.PackSignedSaturate({v[2]}, {v[3]}))";
}
