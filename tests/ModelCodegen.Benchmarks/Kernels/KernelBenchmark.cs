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

    /// <summary>Prints the table.</summary>
    /// <param name="fp32">Whether convolutions of floats are measured instead.</param>
    /// <param name="filter">What the cases' names contain.</param>
    public static void Run(bool fp32, string filter)
    {
        double clock = Peak.ClockHz();
        double peak = Peak.Gmacs(clock);
        double loop = Peak.DotLoopGmacs();
        Console.WriteLine($"clock {clock / 1e9:F2} GHz, peak of 256-bit dot products {peak:F0} GMAC/s, a loop of nothing else reaches {loop:F0} ({loop / peak:P0})");
        Console.WriteLine();
        Console.WriteLine("convolution                                  GMAC/s  of peak");
        foreach (ConvCase conv in Cases.Where(c => c.ToString().Contains(filter, StringComparison.Ordinal)))
        {
            using GeneratedNetwork few = ConvNetwork.Compile(conv, Short, fp32);
            using GeneratedNetwork many = ConvNetwork.Compile(conv, Long, fp32);
            double[] seconds = Interleaved.Fastest(Runner(few, conv), Runner(many, conv));
            double gmacs = conv.MultiplyAdds * (Long - Short) / (seconds[1] - seconds[0]) / 1e9;
            Console.WriteLine($"{conv,-44} {gmacs,6:F0}  {gmacs / peak,7:P0}");
        }
    }

    private static Action Runner(GeneratedNetwork network, ConvCase conv)
    {
        var random = new Random(2);
        Array[] inputs = [Enumerable.Range(0, conv.Channels * conv.InputSize * conv.InputSize).Select(_ => (float)(random.NextDouble() * 5)).ToArray()];
        Array[] outputs = [new float[conv.Channels * conv.Size * conv.Size]];
        return () => network.Run(inputs, outputs);
    }
}
