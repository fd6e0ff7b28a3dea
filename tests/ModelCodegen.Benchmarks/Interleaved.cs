using System.Diagnostics;

namespace ModelCodegen.Benchmarks;

/// <summary>
/// Times contenders in turn, A B C A B C …, so that a machine whose speed drifts treats all alike.
/// </summary>
internal static class Interleaved
{
    private const int Rounds = 41;

    // Long enough for the clock, short enough that rounds alternate quickly.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(8);

    /// <summary>The median seconds per call of each contender.</summary>
    public static double[] Medians(params Action[] contenders) => Array.ConvertAll(Times(contenders), times => times[times.Length / 2]);

    /// <summary>The least seconds per call of each contender: what it can do when nothing else disturbs it.</summary>
    public static double[] Fastest(params Action[] contenders) => Array.ConvertAll(Times(contenders), times => times[0]);

    // Sorted seconds per call, per contender.
    private static double[][] Times(Action[] contenders)
    {
        int[] calls = Array.ConvertAll(contenders, Calibrate);
        double[][] times = Array.ConvertAll(contenders, _ => new double[Rounds]);
        for (int round = 0; round < Rounds; round++)
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

    private static int Calibrate(Action contender)
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

        return Math.Max(1, (int)(Slice.TotalSeconds / best));
    }
}
