using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Budget;

/// <summary>Measures what each layer's codes alone change in the network's outputs: everything before it is computed once.</summary>
internal static class Sensitivity
{
    private const int MostSamples = 64;

    // Microseconds per multiply-add and per byte, of 16-bit activations beyond those of 8 bits.
    private const double ProductCost = 1 / 120_000.0;
    private const double ByteCost = 1 / 20_000.0;

    /// <summary>The layers with codes, the most sensitive for its cost first.</summary>
    /// <param name="floats">The float network that was quantized; layers are found by their names.</param>
    /// <param name="compressed">The compressed network.</param>
    /// <param name="samples">Typical inputs.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static ImmutableArray<LayerSensitivity> Rank(
        Graph floats, Graph compressed, IEnumerable<IReadOnlyDictionary<string, Tensor>> samples, CancellationToken cancellation)
    {
        KeptRun[] runs = [.. samples.Take(KeptRun.Affordable(floats, MostSamples)).Select(sample => new KeptRun(floats, sample, cancellation))];
        Dictionary<string, Node> originals = floats.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        Graph simulation = QuantizationSimulation.Of(compressed);
        Node[] layers = [.. simulation.Nodes.Where(node => QuantizationSimulation.HasCodes(compressed, node))];
        var noise = new double[layers.Length];
        Parallel.For(0, layers.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            Node original = originals[layers[i].Name];
            noise[i] = runs.Sum(run => run.Noise(original.Output, Alone(simulation, layers[i], original, run, cancellation), cancellation)) / runs.Length;
        });
        Dictionary<string, long> work = MultiplyAdds.Of(floats);
        return
        [
            .. layers.Select((layer, i) => new LayerSensitivity(layer.Name, noise[i], Extra(originals[layer.Name])))
                .OrderByDescending(layer => layer.Noise / layer.ExtraMicroseconds)
                .ThenBy(layer => layer.Node, StringComparer.Ordinal),
        ];

        double Extra(Node node) => 0.01 + (work.GetValueOrDefault(node.Name) * ProductCost)
            + ((ShapeArithmetic.Length(floats.Shape(node.Inputs[0])) + (double)ShapeArithmetic.Length(floats.Shape(node.Output))) * ByteCost);
    }

    // The layer on the float network's values, with its own codes.
    private static Tensor Alone(Graph simulation, Node layer, Node original, KeptRun run, CancellationToken cancellation)
    {
        Tensor input = run.Value(original.Inputs[0]);
        float[] values = input.ToFloat().AsSpan().ToArray();
        simulation.QuantizationOf(layer.Inputs[0])?.Snap(values);
        return ReferenceEvaluator.Evaluate(simulation, layer, _ => Tensor.Create(input.Shape, values), cancellation)[0];
    }
}
