using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>Models that are quantized already run in their own integers.</summary>
public sealed class QuantizedModelTests
{
    private const int Images = 200;

    /// <summary>What we quantize, write as QDQ model and read again is the same network.</summary>
    [Theory]
    [InlineData("lenet", "int8")]
    [InlineData("mobilenet", "int8")]
    [InlineData("mobilenet", "int8+block")]
    [InlineData("lenet", "int8-dynamic")]
    [InlineData("mobilenet", "int8-dynamic")]
    public void A_qdq_model_of_a_network_is_the_network(string model, string variant)
    {
        (string plan, byte[] weights) = SampleNetwork.Parts(model, variant);
        CompressResult imported = Compile(SampleNetwork.AsOnnx(model, variant));
        Assert.Equal(variant.Split('+')[0], imported.Plan.Quantization);
        Assert.Empty(imported.Warnings);
        using GeneratedNetwork original = GeneratedNetwork.Compile(plan, weights);
        using GeneratedNetwork again = GeneratedNetwork.Compile(PlanXml.Write(imported.Plan), imported.Weights);
        foreach (float[] image in FashionMnist.Images.Take(Images))
        {
            Assert.Equal((float[])original.Run(image)[0], (float[])again.Run(image)[0]);
        }
    }

    private static CompressResult Compile(byte[] model)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, model);
        try
        {
            return ModelCompiler.Compile(new CompressOptions { ModelPath = path, ClassName = "Imported", Namespace = "Quantized" }, _ => { });
        }
        finally
        {
            File.Delete(path);
        }
    }
}
