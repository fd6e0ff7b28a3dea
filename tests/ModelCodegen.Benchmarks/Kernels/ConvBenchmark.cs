using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Kernels;

/// <summary>Single convolutions in BenchmarkDotNet. Networks are generated at run time, so that everything runs in this process.</summary>
public class ConvBenchmark
{
    // So many that the conversions of input and output do not count.
    private const int Convolutions = 20;

    private static IReadOnlyList<ConvCase> chosen = [];
    private static bool ofFloats;

    private GeneratedNetwork network = null!;
    private Action run = null!;

    /// <summary>The names of the chosen convolutions.</summary>
    public static IEnumerable<string> Names => chosen.Select(conv => conv.ToString());

    /// <summary>The convolution that is measured.</summary>
    [ParamsSource(nameof(Names))]
    public string Convolution { get; set; } = "";

    /// <summary>Measures convolutions and prints BenchmarkDotNet's summary; gives the exit code.</summary>
    internal static int Run(IReadOnlyList<ConvCase> convolutions, bool fp32)
    {
        chosen = convolutions;
        ofFloats = fp32;
        ManualConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(15))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddColumn(new GmacsColumn(convolutions))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(ConsoleLogger.Default)
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(60))
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet"));
        return BenchmarkRunner.Run<ConvBenchmark>(config).HasCriticalValidationErrors ? 1 : 0;
    }

    /// <summary>Generates the network.</summary>
    [GlobalSetup]
    public void Setup()
    {
        ConvCase conv = chosen.Single(conv => conv.ToString() == Convolution);
        network = ConvNetwork.Compile(conv, Convolutions, ofFloats);
        run = KernelBenchmark.Runner(network, conv);
    }

    /// <summary>Lets the network go.</summary>
    [GlobalCleanup]
    public void Cleanup() => network.Dispose();

    /// <summary>One convolution.</summary>
    [Benchmark(OperationsPerInvoke = Convolutions, Description = "convolution")]
    public void Convolve() => run();
}
