using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelCodegen.Benchmarks;

/// <summary>What the processor can do at most: the clock by a chain of dependent additions, and a loop of nothing but dot products.</summary>
internal static class Peak
{
    private const int MacsPerCycle = 64;
    private const int Turns = 4_000_000;

    /// <summary>Billions of multiply-adds per second of 256-bit AVX-VNNI: two instructions of 32 per cycle.</summary>
    public static double Gmacs(double clockHz) => MacsPerCycle * clockHz / 1e9;

    /// <summary>Cycles per second, right now; the fastest of several tries.</summary>
    public static double ClockHz()
    {
        double best = 0;
        for (int i = 0; i < 9; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Chain(Turns, i);
            best = Math.Max(best, 8.0 * Turns / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    /// <summary>Billions of multiply-adds per second that a loop of dot products reaches; 0 without AVX-VNNI.</summary>
    public static double DotLoopGmacs()
    {
        if (!AvxVnni.IsSupported)
        {
            return 0;
        }

        double best = 0;
        for (int i = 0; i < 9; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Dots(Turns / 4, Vector256.Create((byte)i), Vector256.Create((sbyte)1));
            best = Math.Max(best, 12.0 * 32 * (Turns / 4) / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
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
    private static int Dots(int turns, Vector256<byte> a, Vector256<sbyte> b)
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
