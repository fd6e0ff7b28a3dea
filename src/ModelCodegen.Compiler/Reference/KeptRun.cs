using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Reference;

/// <summary>A run of a network whose values are kept, so that a change of one of them computes anew only what depends on it.</summary>
internal sealed class KeptRun
{
    private readonly Graph graph;
    private readonly Dictionary<string, Tensor> values;

    /// <summary>Runs the network.</summary>
    public KeptRun(Graph graph, IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellation)
    {
        this.graph = graph;
        values = new Dictionary<string, Tensor>(inputs, StringComparer.Ordinal);
        ReferenceEvaluator.Run(graph, inputs, (name, tensor) => values[name] = tensor, cancellation);
    }

    /// <summary>How many samples' runs may be kept: as many as fit in a quarter of a gigabyte, but two at least.</summary>
    public static int Affordable(Graph graph, int most)
    {
        const long Memory = 1L << 28;
        long bytes = graph.Values.Values.Sum(info => (long)ShapeArithmetic.Length(info.Shape) * Plan.ElementTypeExtensions.SizeInBytes(info.Type));
        return (int)Math.Clamp(Memory / Math.Max(1, bytes), Math.Min(2, most), most);
    }

    /// <summary>A value of the run.</summary>
    public Tensor Value(string name) => graph.Constant(name) ?? values[name];

    /// <summary>The network's first output, and the others behind it, if a value were another one.</summary>
    public ImmutableArray<Tensor> With(string name, Tensor changed, CancellationToken cancellation)
    {
        var anew = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [name] = changed };
        foreach (Node node in graph.Nodes)
        {
            if (!node.Inputs.Any(anew.ContainsKey) || node.Outputs.Contains(name))
            {
                continue;
            }

            ImmutableArray<Tensor> results = ReferenceEvaluator.Evaluate(graph, node, input => anew.GetValueOrDefault(input) ?? values[input], cancellation);
            foreach ((string output, Tensor result) in node.Outputs.Zip(results).Where(pair => pair.First.Length > 0))
            {
                anew[output] = result;
            }
        }

        return [.. graph.Outputs.Select(output => anew.GetValueOrDefault(output) ?? Value(output))];
    }

    /// <summary>The energy of what a changed value changes in the network's float outputs, relative to these; summed over outputs.</summary>
    public double Noise(string name, Tensor changed, CancellationToken cancellation)
    {
        ImmutableArray<Tensor> outputs = With(name, changed, cancellation);
        double sum = 0;
        foreach ((string output, Tensor result) in graph.Outputs.Zip(outputs).Where(pair => pair.Second.Type == Plan.ElementType.Float32))
        {
            sum += SignalNoise.Of(Value(output).Values<float>(), result.Values<float>()).Relative;
        }

        return sum;
    }
}
