using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

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
