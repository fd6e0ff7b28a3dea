using System.Runtime.CompilerServices;

namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>The least and the largest value that a tensor took.</summary>
public readonly record struct ValueRange(float Min, float Max)
{
    /// <summary>The range of no values.</summary>
    public static readonly ValueRange Empty = new(float.PositiveInfinity, float.NegativeInfinity);

    /// <summary>The smallest range that holds both.</summary>
    public ValueRange Union(ValueRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    /// <summary>The range of some values; NaN if one is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ValueRange Of(ReadOnlySpan<float> values)
    {
        ValueRange range = Empty;
        foreach (float value in values)
        {
            // Math.Min and Math.Max give NaN for NaN.
            range = new(Math.Min(range.Min, value), Math.Max(range.Max, value));
        }

        return range;
    }
}
