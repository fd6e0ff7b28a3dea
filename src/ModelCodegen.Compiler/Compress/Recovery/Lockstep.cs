using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>
/// Runs a network node by node on several samples at once, so that a layer can be changed in between: what comes later
/// sees the change. Values are released after their last use.
/// </summary>
internal sealed class Lockstep
{
    private readonly Dictionary<string, Tensor>[] values;
    private readonly Dictionary<string, int> lastUse = new(StringComparer.Ordinal);
    private int next;

    /// <summary>Prepares a run.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="samples">Its inputs.</param>
    public Lockstep(Graph graph, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> samples)
    {
        Graph = graph;
        values = [.. samples.Select(sample => new Dictionary<string, Tensor>(sample, StringComparer.Ordinal))];
        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            foreach (string input in graph.Nodes[i].Inputs)
            {
                lastUse[input] = i;
            }
        }
    }

    /// <summary>The network; another one may differ in the constants of nodes that have not run yet.</summary>
    public Graph Graph { get; set; }

    /// <summary>Runs all nodes before one, which itself has not run yet then.</summary>
    public void AdvanceTo(Node node, CancellationToken cancellation)
    {
        for (; next < Graph.Nodes.Length && Graph.Nodes[next].Name != node.Name; next++)
        {
            Node current = Graph.Nodes[next];
            Parallel.For(0, values.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                var results = ReferenceEvaluator.Evaluate(Graph, current, name => values[i][name], cancellation);
                foreach ((string output, Tensor result) in current.Outputs.Zip(results).Where(pair => lastUse.ContainsKey(pair.First)))
                {
                    values[i][output] = result;
                }

                foreach (string input in current.Inputs.Where(input => lastUse.GetValueOrDefault(input, -1) == next))
                {
                    values[i].Remove(input);
                }
            });
        }
    }

    /// <summary>A value of a sample, while it is still to be read.</summary>
    public Tensor Value(int sample, string name) => values[sample][name];
}
