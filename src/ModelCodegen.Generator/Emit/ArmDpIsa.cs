using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Arm's dot products, which multiply signed by signed bytes: inputs are lowered by 128, and what that takes from a sum, 128
/// times its weights', is summed up beside.
/// </summary>
internal sealed record ArmDpIsa() : PortableIsa("ArmDp", "Dp.IsSupported", 24)
{
    public override IEnumerable<string> PrepareWeights(string w) => [];

    public override IEnumerable<string> PrepareInput(string x) => [$"Vector128<sbyte> {x}s = ({x} ^ Vector128.Create((byte)128)).AsSByte();"];

    public override string Dot(string acc, string x, string w) => $"Dp.DotProduct({acc}, {x}s, {w})";

    public override string? LoweredSum(string acc, string w) => $"Dp.DotProduct({acc}, Vector128.Create((sbyte)-128), {w})";
}
