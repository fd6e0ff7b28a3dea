using System.Collections.Immutable;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Pooling over the spatial dimensions of x [N, C, spatial…]. Global pooling is a window as large as the map. After shape
/// inference there are one or two spatial dimensions, of floats, and one result.
/// </summary>
public sealed record Pool : FusedOperator
{
    /// <summary>Maximum or a kind of average.</summary>
    public PoolFunction Function { get; init; }

    /// <summary>The exponent of a norm, which is computed instead; shape inference makes it a <see cref="WindowPool"/>.</summary>
    public double? Exponent { get; init; }

    /// <summary>Whether the indices of maxima, a second result, count the first spatial dimension fastest.</summary>
    public bool ColumnMajorIndices { get; init; }

    /// <summary>The window takes in the whole map; shape inference replaces this by an explicit window.</summary>
    public bool Global { get; init; }

    /// <summary>Per spatial dimension.</summary>
    public ImmutableArray<int> KernelShape { get; init; } = [];

    /// <summary>Per spatial dimension; empty means all 1 until shape inference has run.</summary>
    public ImmutableArray<int> Strides { get; init; } = [];

    /// <summary>Per spatial dimension; empty means all 1 until shape inference has run.</summary>
    public ImmutableArray<int> Dilations { get; init; } = [];

    /// <summary>Begins of all spatial dimensions, then ends.</summary>
    public ImmutableArray<int> Pads { get; init; } = [];

    /// <summary>How shape inference computes <see cref="Pads"/>; <see cref="AutoPad.Explicit"/> afterwards.</summary>
    public AutoPad AutoPad { get; init; }

    /// <summary>Whether the output's extents are rounded up; shape inference pads the ends instead.</summary>
    public bool CeilMode { get; init; }
}
