using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Resizes a tensor along some dimensions; inputs x, roi?, scales?, sizes?. Shape inference takes it apart into one
/// <see cref="AxisPick"/> or <see cref="AxisResample"/> a dimension.
/// </summary>
public sealed record Resize : Operator
{
    /// <summary>How values between elements are found.</summary>
    public Interpolation Interpolation { get; init; }

    /// <summary>Where a resized element lies in the original.</summary>
    public CoordinateMode Coordinates { get; init; }

    /// <summary>How the nearest element is found.</summary>
    public NearestMode Nearest { get; init; }

    /// <summary>The cubic polynomial's parameter.</summary>
    public float CubicA { get; init; } = -0.75f;

    /// <summary>Whether elements outside weigh nothing; else the outermost ones count for them.</summary>
    public bool ExcludeOutside { get; init; }

    /// <summary>Whether the filter grows where the extent shrinks.</summary>
    public bool Antialias { get; init; }

    /// <summary>What elements are that lie outside, where a region is resized.</summary>
    public float Extrapolation { get; init; }

    /// <summary>What sizes mean.</summary>
    public AspectPolicy Policy { get; init; }

    /// <summary>The dimensions that roi, scales and sizes speak of; empty for all.</summary>
    public ImmutableArray<int> Axes { get; init; } = [];
}
