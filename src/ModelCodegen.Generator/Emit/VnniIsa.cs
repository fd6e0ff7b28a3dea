namespace ModelCodegen.Generator.Emit;

internal sealed record VnniIsa() : Isa256("Vnni", "AvxVnni.IsSupported", 14)
{
    public override bool PlainOperands => true;

    public override string Dot(string acc, string x, string w) => $"AvxVnni.MultiplyWideningAndAdd({acc}, {x}, {w})";
}
