using System.Runtime.CompilerServices;

namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>
/// Counts values as they come, at constant memory. Bins are of a power of two's width and begin at multiples of it, so that a
/// wider range joins pairs of bins and counts stay exact: the result depends neither on the order of values nor on how they
/// were divided among histograms that were added up.
/// </summary>
public sealed class Histogram
{
    /// <summary>The largest number of bins.</summary>
    public const int MostBins = 2048;

    // Numbers of bins stay exact in floats.
    private const int IndexBits = 22;
    private const int LeastExponent = -100;

    private readonly object gate = new();
    private long[] counts = [];
    private int exponent = LeastExponent;
    private int first;

    /// <summary>The least and the largest value, exactly; not finite if a value was not.</summary>
    public ValueRange Range { get; private set; } = ValueRange.Empty;

    /// <summary>The number of values.</summary>
    public long Total { get; private set; }

    /// <summary>How many values are exactly zero; they are counted by their bin, too.</summary>
    public long Zeros { get; private set; }

    /// <summary>The number of bins.</summary>
    public int Bins => counts.Length;

    /// <summary>Values per bin, from the least to the largest.</summary>
    public ReadOnlySpan<long> Counts => counts;

    /// <summary>The width of a bin.</summary>
    public double Width => Math.ScaleB(1, exponent);

    /// <summary>Where a bin begins.</summary>
    public double Edge(int bin) => Math.ScaleB((double)first + bin, exponent);

    /// <summary>The middle of a bin.</summary>
    public double Center(int bin) => Math.ScaleB(first + bin + 0.5, exponent);

    /// <summary>Counts values. Several threads may do so at once.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        ValueRange range = ValueRange.Of(values);
        lock (gate)
        {
            if (!Extend(range))
            {
                return;
            }

            Total += values.Length;
            Zeros += Count(values, counts, (float)Math.ScaleB(1, -exponent), first);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Count(ReadOnlySpan<float> values, long[] counts, float perUnit, int first)
    {
        long zeros = 0;
        foreach (float value in values)
        {
            counts[(int)MathF.Floor(value * perUnit) - first]++;
            zeros += value == 0 ? 1 : 0;
        }

        return zeros;
    }

    // Makes room for a range; false if there is none that is finite.
    private bool Extend(ValueRange range)
    {
        Range = Range.Union(range);
        if (!float.IsFinite(Range.Min) || !float.IsFinite(Range.Max))
        {
            counts = [];
            return false;
        }

        float largest = Math.Max(Math.Abs(Range.Min), Math.Abs(Range.Max));
        int next = largest == 0 ? LeastExponent : Math.Max(exponent, Math.ILogB(largest) - IndexBits);
        while (Index(Range.Max, next) - Index(Range.Min, next) >= MostBins)
        {
            next++;
        }

        int begin = Index(Range.Min, next);
        int bins = Index(Range.Max, next) - begin + 1;
        if (next != exponent || begin != first || bins != counts.Length)
        {
            var joined = new long[bins];
            for (int bin = 0; bin < counts.Length; bin++)
            {
                joined[((first + bin) >> (next - exponent)) - begin] += counts[bin];
            }

            (counts, exponent, first) = (joined, next, begin);
        }

        return true;
    }

    private static int Index(float value, int exponent) => (int)Math.Floor(Math.ScaleB((double)value, -exponent));
}
