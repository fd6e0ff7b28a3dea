namespace ModelCodegen.Benchmarks.Startup;

/// <summary>What a program took to its first result, once, or the medians of several starts.</summary>
/// <param name="Milliseconds">From before the process existed until the line that reports the result was read.</param>
/// <param name="PeakMib">The process' peak memory, at its end.</param>
/// <param name="JitMilliseconds">How long the JIT compiled until the first result.</param>
/// <param name="JitMethods">How many methods it compiled.</param>
internal sealed record FirstResult(double Milliseconds, double PeakMib, double JitMilliseconds, double JitMethods)
{
    /// <summary>Starts programs in turn, A B C A B C …, and gives each one's medians.</summary>
    public static FirstResult[] Alternate(int rounds, params StartupProgram[] programs)
    {
        // The first start of each fills the system's cache of files.
        Array.ForEach(programs, program => program.Run());
        FirstResult[][] starts = [.. Enumerable.Range(0, rounds).Select(_ => Array.ConvertAll(programs, program => program.Run()))];
        return
        [
            .. programs.Select((_, i) => new FirstResult(
                Median(start => start[i].Milliseconds),
                Median(start => start[i].PeakMib),
                Median(start => start[i].JitMilliseconds),
                Median(start => start[i].JitMethods))),
        ];

        double Median(Func<FirstResult[], double> figure)
        {
            double[] sorted = [.. starts.Select(figure).Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }
}
