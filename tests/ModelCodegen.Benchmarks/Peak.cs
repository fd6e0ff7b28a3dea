using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelCodegen.Benchmarks;

/// <summary>What the processor can do at most, measured in the same run.</summary>
/// <param name="ClockHz">Cycles per second, by a chain of dependent additions.</param>
/// <param name="LoopGmacs">What a loop of nothing but dot products reaches; <see langword="null"/> without AVX-VNNI.</param>
internal sealed record Peak(double ClockHz, double? LoopGmacs)
{
    private const int MacsPerCycle = 64;
    private const double LeastShareOfLoop = 0.9;
    private const int Turns = 1_000_000;

    /// <summary>Billions of multiply-adds per second of 256-bit AVX-VNNI: two instructions of 32 per cycle.</summary>
    public double Gmacs => MacsPerCycle * ClockHz / 1e9;

    /// <summary>Whether what was measured now counts: the machine was not so busy that even the loop falls behind.</summary>
    public bool Counts => LoopGmacs is not { } loop || loop >= LeastShareOfLoop * Gmacs;

    /// <summary>Measures it; takes the fastest of several tries.</summary>
    public static Peak Measure() => new(
        Fastest(turns => Chain(turns, turns & 3), 8),
        AvxVnni.IsSupported ? Fastest(turns => Dots(turns, Vector256.Create((byte)1), Vector256.Create((sbyte)1)), 12.0 * 32) / 1e9 : null);

    /// <summary>Says so where what was measured now does not count; gives the exit code.</summary>
    public int Report()
    {
        if (!Counts)
        {
            Console.Error.WriteLine($"This run does not count: {this}.");
        }

        return Counts ? 0 : 1;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"clock {ClockHz / 1e9:F2} GHz, peak {Gmacs:F0} GMAC/s ({MacsPerCycle} x the clock), "
        + (LoopGmacs is { } loop ? $"of which a loop of nothing but dot products reaches {loop / Gmacs:P0}" : "no AVX-VNNI to test it with");

    private static double Fastest(Func<int, long> loop, double perTurn)
    {
        double best = 0;
        for (int i = 0; i < 9; i++)
        {
            long start = Stopwatch.GetTimestamp();
            loop(Turns);
            best = Math.Max(best, perTurn * Turns / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    // Each operation needs the one before, and the exclusive ors keep the compiler from adding up: one per cycle.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static long Chain(int turns, long step)
    {
        long x = step;
        for (int i = 0; i < turns; i++)
        {
            x += step;
            x ^= i;
            x += step;
            x ^= i;
            x += step;
            x ^= i;
            x += step;
            x ^= i;
        }

        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static long Dots(int turns, Vector256<byte> a, Vector256<sbyte> b)
    {
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        Vector256<int> s6 = default, s7 = default, s8 = default, s9 = default, s10 = default, s11 = default;
        for (int i = 0; i < turns; i++)
        {
            s0 = AvxVnni.MultiplyWideningAndAdd(s0, a, b);
            s1 = AvxVnni.MultiplyWideningAndAdd(s1, a, b);
            s2 = AvxVnni.MultiplyWideningAndAdd(s2, a, b);
            s3 = AvxVnni.MultiplyWideningAndAdd(s3, a, b);
            s4 = AvxVnni.MultiplyWideningAndAdd(s4, a, b);
            s5 = AvxVnni.MultiplyWideningAndAdd(s5, a, b);
            s6 = AvxVnni.MultiplyWideningAndAdd(s6, a, b);
            s7 = AvxVnni.MultiplyWideningAndAdd(s7, a, b);
            s8 = AvxVnni.MultiplyWideningAndAdd(s8, a, b);
            s9 = AvxVnni.MultiplyWideningAndAdd(s9, a, b);
            s10 = AvxVnni.MultiplyWideningAndAdd(s10, a, b);
            s11 = AvxVnni.MultiplyWideningAndAdd(s11, a, b);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }
}
