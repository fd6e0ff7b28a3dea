using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Convolution of x [N, C, spatial…] with weights [M, C / Group, kernel…] and an optional bias [M]; inputs x, w, b?.
/// One or two spatial dimensions.
/// </summary>
public sealed record Conv : FusedOperator
{
    /// <summary>The number of groups.</summary>
    public int Group { get; init; } = 1;

    /// <summary>Per spatial dimension; set by shape inference from the weights.</summary>
    public ImmutableArray<int> KernelShape { get; init; } = [];

    /// <summary>Per spatial dimension; empty means all 1 until shape inference has run.</summary>
    public ImmutableArray<int> Strides { get; init; } = [];

    /// <summary>Per spatial dimension; empty means all 1 until shape inference has run.</summary>
    public ImmutableArray<int> Dilations { get; init; } = [];

    /// <summary>Begins of all spatial dimensions, then ends; resolved by shape inference where <see cref="AutoPad"/> is set.</summary>
    public ImmutableArray<int> Pads { get; init; } = [];

    /// <summary>How shape inference computes <see cref="Pads"/>; <see cref="AutoPad.Explicit"/> afterwards.</summary>
    public AutoPad AutoPad { get; init; }

    /// <summary>Whether each channel is convolved by itself, and gives one.</summary>
    public bool IsDepthwise(int inputChannels, int outputChannels) => Group > 1 && Group == inputChannels && Group == outputChannels;
}
