using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>
/// Random models of float inputs and outputs against ONNX Runtime, by the reference evaluator and by their generated class.
/// Other types are cast to and from inside of the models.
/// </summary>
internal static class RandomModels
{
    private const int Seeds = 30;

    // Generating and compiling takes much longer than evaluating.
    private const int GeneratedSeeds = 10;

    /// <summary>Builds a model for each of some seeds and compares all its outputs.</summary>
    public static void Each(Func<Random, ModelBuilder> build) => Each(build, build, QuantizationScheme.None);

    /// <summary>Builds a model for each of some seeds, quantizes it, and compares all its outputs with those of another.</summary>
    /// <param name="build">Makes the model that code is generated from.</param>
    /// <param name="buildFloat">Makes a model that computes in floats what the quantized one does; draws the same random numbers.</param>
    /// <param name="quantization">How the model is quantized.</param>
    public static void Each(Func<Random, ModelBuilder> build, Func<Random, ModelBuilder> buildFloat, QuantizationScheme quantization)
    {
        using var folder = new TemporaryFolder();
        var plans = new List<(string PlanXml, byte[] Weights)>();
        var cases = new List<(string Label, Array[] Inputs, Tensor[] Expected)>();
        for (int seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            ModelBuilder builder = build(random);
            ModelBuilder oracle = buildFloat(new Random(seed));
            string label = $"seed {seed}, {builder.Model.OpsetImport} {builder.Model.Graph.Node}";
            try
            {
                var inputs = builder.Model.Graph.Input.ToDictionary(
                    input => input.Name,
                    input => ModelBuilder.Random(random, [.. input.Type.TensorType.Shape.Dim.Select(dim => (int)dim.DimValue)]),
                    StringComparer.Ordinal);
                Dictionary<string, Tensor> expected = OnnxRuntimeOracle.Run(oracle.ToBytes(), inputs);
                string[] outputs = [.. builder.Model.Graph.Output.Select(output => output.Name)];
                IReadOnlyDictionary<string, Tensor> results = ReferenceEvaluator.Run(oracle.Normalize(), inputs);
                Array.ForEach(outputs, output => AssertClose(expected[output], results[output].Shape, results[output].Values<float>()));
                if (seed >= GeneratedSeeds)
                {
                    continue;
                }

                string path = folder.File($"model{seed}.onnx");
                File.WriteAllBytes(path, builder.ToBytes());
                var options = new CompressOptions { ModelPath = path, ClassName = $"Net{seed}", Namespace = "Random", Quantization = quantization };
                CompressResult compiled = ModelCompiler.Compile(options, _ => { });
                Assert.Equal(OptionNames.Of(quantization), compiled.Plan.Quantization);
                plans.Add((PlanXml.Write(compiled.Plan), compiled.Weights));
                cases.Add((label, [.. inputs.Values.Select(input => input.Values<float>().ToArray())], [.. outputs.Select(output => expected[output])]));
            }
            catch (Exception e)
            {
                Assert.Fail($"{label}: {e}");
            }
        }

        IReadOnlyList<GeneratedNetwork> networks = GeneratedNetwork.CompileAll(plans);
        for (int i = 0; i < cases.Count; i++)
        {
            using GeneratedNetwork network = networks[i];
            try
            {
                Array[] results = network.Run(cases[i].Inputs);
                for (int k = 0; k < results.Length; k++)
                {
                    AssertClose(cases[i].Expected[k], cases[i].Expected[k].Shape, (float[])results[k]);
                }
            }
            catch (Exception e)
            {
                Assert.Fail($"Generated, {cases[i].Label}: {e}");
            }
        }
    }

    /// <summary>One of several.</summary>
    public static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    private static void AssertClose(Tensor expected, IReadOnlyList<int> shape, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Shape, shape);
        ReadOnlySpan<float> values = expected.Values<float>();
        for (int i = 0; i < values.Length; i++)
        {
            bool close = Math.Abs(values[i] - actual[i]) <= 1e-6f + (1e-4f * Math.Abs(values[i])) || values[i].Equals(actual[i]);
            Assert.True(close, $"Element {i} is {actual[i]} instead of {values[i]}.");
        }
    }
}
