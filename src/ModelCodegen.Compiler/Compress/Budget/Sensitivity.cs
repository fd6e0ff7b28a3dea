using System.Collections.Immutable;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Budget;

/// <summary>Measures what each layer's codes alone change in the network's outputs: everything before it is computed once.</summary>
internal static class Sensitivity
{
    private const int MostSamples = 64;

    // Microseconds that any layer costs more, so that the cost of none is next to nothing.
    private const double LeastExtra = 0.01;

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

        // 16-bit activations are an element's second byte, and slower products.
        double Extra(Node node)
        {
            long elements = (long)ShapeArithmetic.Length(floats.Shape(node.Inputs[0])) + ShapeArithmetic.Length(floats.Shape(node.Output));
            long products = work.GetValueOrDefault(node.Name);
            return LeastExtra + CostModel.Predict(Precision.Int16x8, products, 2 * elements) - CostModel.Predict(Precision.Int8, products, elements);
        }
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
