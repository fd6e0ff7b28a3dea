using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>Samples that lie together: an array per input, and maybe one of labels.</summary>
/// <param name="Path">The file that names the group.</param>
/// <param name="Count">The number of samples.</param>
/// <param name="Arrays">The arrays, by input, in the inputs' order.</param>
internal sealed record SampleGroup(string Path, int Count, ImmutableArray<(string Input, DataArray Array)> Arrays)
{
    /// <summary>Integers, one per sample; <see langword="null"/> where there are none.</summary>
    public DataArray? Labels { get; init; }

    /// <summary>The label of all its samples, from the name of their folder; <see langword="null"/> where folders say nothing.</summary>
    public long? Class { get; init; }

    /// <summary>Whether its samples have labels.</summary>
    public bool HasLabels => Labels is not null || Class is not null;
}
