namespace ModelCodegen.Generator.Emit;

/// <summary>512 bits with dot products of bytes, which .NET has from version 11 on.</summary>
internal sealed record Vnni512Isa() : Isa512("Vnni512", "AvxVnni.V512.IsSupported", 24)
{
    public override string Symbol => "NET11_0_OR_GREATER";

    public override bool PlainOperands => true;

    public override string Dot(string acc, string x, string w) => $"AvxVnni.V512.MultiplyWideningAndAdd({acc}, {x}, {w})";
}
