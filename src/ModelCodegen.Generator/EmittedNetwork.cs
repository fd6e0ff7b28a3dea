using System;

namespace ModelCodegen.Generator;

/// <summary>The source of one network.</summary>
/// <param name="FullName">The class with its namespace: what outputs are sorted by.</param>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Source">The C#.</param>
/// <param name="Path">The plan it came from.</param>
/// <param name="NeedsUnsafe">Whether the source has an unsafe context.</param>
/// <param name="Problem">Why there is no source; empty where there is.</param>
internal sealed record EmittedNetwork(string FullName, string HintName, string Source, string Path, bool NeedsUnsafe, string Problem = "")
    : IComparable<EmittedNetwork>
{
    public int CompareTo(EmittedNetwork? other)
    {
        int order = string.CompareOrdinal(FullName, other?.FullName);
        return order != 0 ? order : string.CompareOrdinal(Path, other?.Path);
    }
}
