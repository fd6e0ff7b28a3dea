using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Kernels;

/// <summary>Single int8 convolutions, in multiply-adds per second and as a share of the processor's peak; fastest of many runs.</summary>
internal static class KernelBenchmark
{
    private const int Short = 1;
    private const int Long = 5;

    private static readonly (string Name, int Channels, int Size, int Kernel, bool Depthwise)[] Cases =
    [
        ("3x3, 64 channels, 56x56", 64, 56, 3, false),
        ("3x3, 128 channels, 28x28", 128, 28, 3, false),
        ("3x3, 256 channels, 14x14", 256, 14, 3, false),
        ("1x1, 64 channels, 56x56", 64, 56, 1, false),
        ("1x1, 256 channels, 14x14", 256, 14, 1, false),
        ("5x5, 32 channels, 28x28", 32, 28, 5, false),
        ("depthwise 3x3, 96 channels, 56x56", 96, 56, 3, true),
        ("depthwise 3x3, 384 channels, 14x14", 384, 14, 3, true),
    ];

    /// <summary>Prints the table.</summary>
    public static void Run()
    {
        Peak peak = Peak.Measure();
        Console.WriteLine($"{Processor.Name}, {Processor.Tier}; {peak}");
        Console.WriteLine();
        Console.WriteLine("convolution                          GMAC/s  of peak");
        foreach ((string name, int channels, int size, int kernel, bool depthwise) in Cases)
        {
            using GeneratedNetwork few = ConvChain.Compile(Short, channels, size, kernel, depthwise);
            using GeneratedNetwork many = ConvChain.Compile(Long, channels, size, kernel, depthwise);
            double[] seconds = Interleaved.Fastest(Runner(few, channels * size * size), Runner(many, channels * size * size));
            double macs = (double)channels * (depthwise ? 1 : channels) * kernel * kernel * size * size * (Long - Short);
            double gmacs = macs / (seconds[1] - seconds[0]) / 1e9;
            Console.WriteLine($"{name,-36} {gmacs,6:F0}  {gmacs / peak.Gmacs,7:P0}");
        }
    }

    private static Action Runner(GeneratedNetwork network, int length)
    {
        var random = new Random(2);
        Array[] inputs = [Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 5)).ToArray()];
        Array[] outputs = [new float[length]];
        return () => network.Run(inputs, outputs);
    }
}
