using System.Diagnostics;

namespace ModelCodegen.Benchmarks;

/// <summary>
/// Times contenders in turn, A B C A B C …, so that a machine whose speed drifts treats all alike.
/// </summary>
internal static class Interleaved
{
    // Long enough for the clock, short enough that rounds alternate quickly.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(8);

    // So short that the system interrupts few of them.
    private static readonly TimeSpan ShortSlice = TimeSpan.FromMilliseconds(0.4);

    /// <summary>The median seconds per call of each contender.</summary>
    public static double[] Medians(params Action[] contenders) => Array.ConvertAll(Times(contenders, Slice, rounds: 41), times => times[times.Length / 2]);

    /// <summary>The least seconds per call of each contender: what it can do when nothing else disturbs it.</summary>
    public static double[] Fastest(params Action[] contenders) => Array.ConvertAll(Times(contenders, ShortSlice, rounds: 601), times => times[0]);

    // Sorted seconds per call, per contender.
    private static double[][] Times(Action[] contenders, TimeSpan slice, int rounds)
    {
        int[] calls = Array.ConvertAll(contenders, contender => Calibrate(contender, slice));
        double[][] times = Array.ConvertAll(contenders, _ => new double[rounds]);
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                for (int call = 0; call < calls[i]; call++)
                {
                    contenders[i]();
                }

                times[i][round] = Stopwatch.GetElapsedTime(start).TotalSeconds / calls[i];
            }
        }

        Array.ForEach(times, Array.Sort);
        return times;
    }

    private static int Calibrate(Action contender, TimeSpan slice)
    {
        // The first calls compile; the last tell how many fill a slice.
        double best = double.MaxValue;
        long begin = Stopwatch.GetTimestamp();
        for (int call = 0; call < 3 || (call < 200 && Stopwatch.GetElapsedTime(begin).TotalMilliseconds < 300); call++)
        {
            long start = Stopwatch.GetTimestamp();
            contender();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Math.Max(1, (int)(slice.TotalSeconds / best));
    }
}
