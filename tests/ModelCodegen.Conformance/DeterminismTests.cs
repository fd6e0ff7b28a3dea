using System.Globalization;
using ModelCodegen.Compiler;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>Plans and weights depend on the model and the options alone.</summary>
public sealed class DeterminismTests
{
    [Theory]
    [InlineData("lenet", "int8")]
    [InlineData("lenet", "int16x8")]
    [InlineData("lenet", "float16-weights")]
    [InlineData("mobilenet", "int8+block")]
    public void Culture_path_and_threads_change_nothing(string model, string variant)
    {
        (string plan, byte[] weights) = SampleNetwork.Parts(model, variant);
        string folder = Directory.CreateTempSubdirectory("elsewhere ü").FullName;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            File.Copy(SampleNetwork.ModelPath(model), Path.Combine(folder, model + ".onnx"));
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            CompressOptions options = SampleNetwork.Options(model, variant) with { ModelPath = Path.Combine(folder, model + ".onnx") };
            CompressResult again = ModelCompiler.Compile(options, _ => { });
            Assert.Equal(plan, PlanXml.Write(again.Plan));
            Assert.Equal(weights, again.Weights);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("lenet", "int8")]
    [InlineData("lenet", "none")]
    [InlineData("lenet", "int8-dynamic")]
    [InlineData("lenet", "int16x8")]
    [InlineData("mobilenet", "int8")]
    [InlineData("mobilenet", "none")]
    public void Run_allocates_nothing(string model, string variant)
    {
        (string plan, byte[] weights) = SampleNetwork.Parts(model, variant);
        using var network = GeneratedNetwork.Compile(plan, weights);
        Array[] inputs = [FashionMnist.Images[0]];
        Array[] outputs = [new float[10]];
        network.Run(inputs, outputs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            network.Run(inputs, outputs);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
