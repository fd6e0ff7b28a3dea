using System.Runtime.CompilerServices;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>The sample's trained networks against ONNX Runtime: as imported, fused, and exported again.</summary>
public sealed class SampleModelTests
{
    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../sample-app/models");

    [Fact]
    public void Networks_compute_what_onnx_runtime_computes()
    {
        string[] models = [.. Directory.GetFiles(Folder(), "*.onnx").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(models);
        foreach (string model in models)
        {
            var random = new Random(1);
            Graph normalized = Normalizer.Normalize(OnnxImporter.Import(model, InputShapes.None, [], CancellationToken.None), [], CancellationToken.None);
            Graph fused = Normalizer.Fuse(normalized);
            var inputs = normalized.Inputs.ToDictionary(name => name, name => ModelBuilder.Random(random, [.. normalized.Shape(name)]));
            Tensor expected = Assert.Single(OnnxRuntimeOracle.Run(File.ReadAllBytes(model), inputs)).Value;
            foreach (Tensor actual in new[]
            {
                ReferenceEvaluator.Run(normalized, inputs).Values.Single(),
                ReferenceEvaluator.Run(fused, inputs).Values.Single(),
                OnnxRuntimeOracle.Run(QdqExporter.Export(fused), inputs).Values.Single(),
            })
            {
                float largest = expected.ToFloat().Max(Math.Abs);
                Assert.All(expected.ToFloat().Zip(actual.ToFloat()), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-5f * largest));
            }
        }
    }
}
