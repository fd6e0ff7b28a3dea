using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Kernels;

/// <summary>Single convolutions, in multiply-adds per second and as a share of the processor's peak; fastest of many runs.</summary>
internal static class KernelBenchmark
{
    private const int Short = 1;
    private const int Long = 5;

    private static readonly ConvCase[] Cases =
    [
        new(Depthwise: false, Kernel: 3, Stride: 1, Channels: 64, Size: 56),
        new(Depthwise: false, Kernel: 3, Stride: 1, Channels: 128, Size: 28),
        new(Depthwise: false, Kernel: 3, Stride: 1, Channels: 256, Size: 14),
        new(Depthwise: false, Kernel: 1, Stride: 1, Channels: 64, Size: 56),
        new(Depthwise: false, Kernel: 1, Stride: 1, Channels: 256, Size: 14),
        new(Depthwise: false, Kernel: 5, Stride: 1, Channels: 32, Size: 28),
        new(Depthwise: true, Kernel: 3, Stride: 1, Channels: 96, Size: 56),
        new(Depthwise: true, Kernel: 3, Stride: 1, Channels: 384, Size: 14),
        new(Depthwise: true, Kernel: 3, Stride: 2, Channels: 16, Size: 56),
        new(Depthwise: true, Kernel: 3, Stride: 2, Channels: 88, Size: 28),
        new(Depthwise: true, Kernel: 5, Stride: 1, Channels: 240, Size: 14),
        new(Depthwise: true, Kernel: 5, Stride: 1, Channels: 576, Size: 7),
        new(Depthwise: true, Kernel: 5, Stride: 2, Channels: 96, Size: 14),
        new(Depthwise: true, Kernel: 7, Stride: 1, Channels: 96, Size: 28),
    ];

    /// <summary>Prints the table; gives the exit code.</summary>
    /// <param name="fp32">Whether convolutions of floats are measured instead.</param>
    /// <param name="filter">What the cases' names contain.</param>
    /// <param name="benchmarkDotNet">Whether BenchmarkDotNet measures, which takes longer and tells more.</param>
    public static int Run(bool fp32, string filter, bool benchmarkDotNet)
    {
        ConvCase[] chosen = [.. Cases.Where(conv => conv.ToString().Contains(filter, StringComparison.Ordinal))];
        if (benchmarkDotNet)
        {
            return ConvBenchmark.Run(chosen, fp32);
        }

        Peak peak = Peak.Measure();
        Console.WriteLine($"{Processor.Name}, {Processor.Tier}; {peak}");
        Console.WriteLine();
        Console.WriteLine("convolution                                  GMAC/s  of peak");
        foreach (ConvCase conv in chosen)
        {
            using GeneratedNetwork few = ConvNetwork.Compile(conv, Short, fp32);
            using GeneratedNetwork many = ConvNetwork.Compile(conv, Long, fp32);
            double[] seconds = Interleaved.Fastest(Runner(few, conv), Runner(many, conv));
            double gmacs = conv.MultiplyAdds * (Long - Short) / (seconds[1] - seconds[0]) / 1e9;
            Console.WriteLine($"{conv,-44} {gmacs,6:F0}  {gmacs / peak.Gmacs,7:P0}");
        }

        return peak.Report();
    }

    /// <summary>Runs a network on one input.</summary>
    public static Action Runner(GeneratedNetwork network, ConvCase conv)
    {
        var random = new Random(2);
        Array[] inputs = [Enumerable.Range(0, conv.Channels * conv.InputSize * conv.InputSize).Select(_ => (float)(random.NextDouble() * 5)).ToArray()];
        Array[] outputs = [new float[conv.Channels * conv.Size * conv.Size]];
        return () => network.Run(inputs, outputs);
    }
}
