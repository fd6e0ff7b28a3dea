using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Transposed convolution; inputs x [N, C, spatial…], w [C, M / Group, kernel…], b? [M]. Shape inference makes it a
/// <see cref="Conv"/> of all of a stride's phases at once where the weights are known, else a <see cref="DirectConv"/>.
/// </summary>
public sealed record ConvTranspose : Operator
{
    /// <summary>The number of groups.</summary>
    public int Group { get; init; } = 1;

    /// <summary>Per spatial dimension; empty where the weights say it.</summary>
    public ImmutableArray<int> KernelShape { get; init; } = [];

    /// <summary>Per spatial dimension; empty means all 1.</summary>
    public ImmutableArray<int> Strides { get; init; } = [];

    /// <summary>Per spatial dimension; empty means all 1.</summary>
    public ImmutableArray<int> Dilations { get; init; } = [];

    /// <summary>Begins of all spatial dimensions, then ends: how much is cut off.</summary>
    public ImmutableArray<int> Pads { get; init; } = [];

    /// <summary>How pads are found where they are not given.</summary>
    public AutoPad AutoPad { get; init; }

    /// <summary>How much is added at each dimension's end.</summary>
    public ImmutableArray<int> OutputPadding { get; init; } = [];

    /// <summary>The result's spatial dimensions, or all; empty where pads say them.</summary>
    public ImmutableArray<int> OutputShape { get; init; } = [];
}
