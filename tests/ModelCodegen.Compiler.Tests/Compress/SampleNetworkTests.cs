using System.Runtime.CompilerServices;
using ModelCodegen.Compiler.Compress.Budget;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Compiler.Tests.Compress;

/// <summary>What compression makes of the sample's trained networks.</summary>
public sealed class SampleNetworkTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(Here())!, "../../../sample-app");

    [Theory]
    [InlineData("lenet", QuantizationScheme.Int8)]
    [InlineData("mobilenet", QuantizationScheme.Int8)]
    [InlineData("mobilenet", QuantizationScheme.Int16x8)]
    [InlineData("mobilenet", QuantizationScheme.Int8Dynamic)]
    public void The_simulation_computes_what_kernels_compute(string model, QuantizationScheme scheme)
    {
        CompressResult result = ModelCompiler.Compile(Options(model) with { Quantization = scheme }, _ => { });
        using GeneratedNetwork network = GeneratedNetwork.Compile(PlanXml.Write(result.Plan), result.Weights);
        Graph simulation = QuantizationSimulation.Of(result.Graph);
        double signal = 0;
        double noise = 0;
        foreach (Sample sample in SampleReader.Open(Options(model).CalibrationFiles, result.Graph).Read().Take(50))
        {
            Tensor input = sample.Inputs.Values.Single();
            float[] expected = ReferenceEvaluator.Run(simulation, sample.Inputs)[simulation.Outputs[0]].ToFloat();
            float[] actual = (float[])network.Run(input.ToFloat())[0];
            signal += expected.Sum(value => (double)value * value);
            noise += expected.Zip(actual).Sum(pair => ((double)pair.First - pair.Second) * (pair.First - pair.Second));
        }

        // A sum in floats may lie on the other side of the middle between two codes now and then; nothing else differs.
        Assert.InRange(noise / signal, 0, 2e-4);
    }

    [Theory]
    [InlineData("lenet")]
    [InlineData("mobilenet")]
    public void Recovery_brings_networks_nearer_to_their_floats(string model)
    {
        double without = Sqnr(model, RecoveryMethods.None);
        Assert.InRange(Sqnr(model, RecoveryMethods.AdaptiveRounding), without + 0.1, double.PositiveInfinity);
        Assert.InRange(Sqnr(model, RecoveryMethods.Auto), without + 1, double.PositiveInfinity);
    }

    [Fact]
    public void A_budget_keeps_layers_in_more_bits_until_it_holds()
    {
        var lines = new List<string>();
        CompressOptions options = Options("mobilenet") with
        {
            ValidationFiles = Options("mobilenet").CalibrationFiles,
            MaxAccuracyDrop = 0.2,
            Recovery = RecoveryMethods.None,

            // Clips more than this network bears.
            CalibrationMethod = CalibrationMethod.Entropy,
        };
        CompressResult result = ModelCompiler.Compile(options, lines.Add);
        Accuracy accuracy = result.Compressed.Accuracy!;
        Assert.Equal(AccuracyMeasure.Agreement, accuracy.Measure);
        Assert.Equal(512, accuracy.Samples);
        Assert.InRange(accuracy.Drop, 0, 0.2);
        Assert.Contains(lines, line => line.Contains("most sensitive", StringComparison.Ordinal));
        Assert.Contains(result.Graph.Values.Values, info => info.Type == ElementType.Int16);
    }

    [Fact]
    public void A_budget_that_pruning_alone_breaks_fails_without_layers_to_rank()
    {
        CompressOptions options = Options("lenet") with
        {
            ValidationFiles = Options("lenet").CalibrationFiles, MaxAccuracyDrop = 0.1, Pruning = PruningMethod.Magnitude, Sparsity = 0.95, KeepFloat = ["*"],
        };
        Diagnostic error = Assert.Single(Assert.Throws<CompilationException>(() => ModelCompiler.Compile(options, _ => { })).Diagnostics);
        Assert.Equal(DiagnosticCode.AccuracyBudget, error.Code);
    }

    [Fact]
    public void A_budget_of_nothing_ends_in_the_float_network_itself()
    {
        CompressOptions options = Options("mobilenet") with
        {
            ValidationFiles = Options("mobilenet").CalibrationFiles, MaxAccuracyDrop = 0, CalibrationMethod = CalibrationMethod.Entropy, KeepFloat = ["*"],
        };
        Accuracy accuracy = ModelCompiler.Compile(options, _ => { }).Compressed.Accuracy!;
        Assert.Equal(0, accuracy.Drop);
        Assert.Equal(double.PositiveInfinity, accuracy.Sqnr);
    }

    [Fact]
    public void A_budget_that_cannot_be_kept_fails_with_figures_and_ranking()
    {
        CompressOptions options = Options("lenet") with
        {
            ValidationFiles = Options("lenet").CalibrationFiles, MaxAccuracyDrop = 0.1, Pruning = PruningMethod.Magnitude, Sparsity = 0.95,
        };
        Diagnostic error = Assert.Single(Assert.Throws<CompilationException>(() => ModelCompiler.Compile(options, _ => { })).Diagnostics);
        Assert.Equal(DiagnosticCode.AccuracyBudget, error.Code);
        Assert.Contains("MaxAccuracyDrop is 0.1", error.Text, StringComparison.Ordinal);
        Assert.Contains("% of the noise", error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CalibrationMethod.Percentile)]
    [InlineData(CalibrationMethod.Entropy)]
    [InlineData(CalibrationMethod.Mse)]
    [InlineData(CalibrationMethod.Auto)]
    public void Every_calibration_method_keeps_the_network_recognizable(CalibrationMethod method)
    {
        CompressOptions options = Options("lenet") with { CalibrationMethod = method, ValidationFiles = Options("lenet").CalibrationFiles };
        Accuracy accuracy = ModelCompiler.Compile(options, _ => { }).Compressed.Accuracy!;
        Assert.InRange(accuracy.Agreement, method == CalibrationMethod.Entropy ? 90 : 98, 100);
    }

    private static double Sqnr(string model, RecoveryMethods methods) => ModelCompiler.Compile(
        Options(model) with { Recovery = methods, ValidationFiles = Options(model).CalibrationFiles }, _ => { }).Compressed.Accuracy!.Sqnr;

    private static CompressOptions Options(string model) => new()
    {
        ModelPath = Path.Combine(Folder, "models", model + ".onnx"),
        ClassName = "Net",
        CalibrationFiles = [Path.Combine(Folder, "data", "calibration.npy")],
    };

    private static string Here([CallerFilePath] string path = "") => path;
}
