using System.Collections.Immutable;
using System.Globalization;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress.Pruning;

/// <summary>Sets weights to zero, layer by layer, as the options say, and tells what it did.</summary>
public static class Pruner
{
    /// <summary>Prunes a network before its BatchNorms are folded.</summary>
    public static Graph Prune(Graph graph, CompressOptions options, ICollection<Diagnostic> diagnostics, Action<string> log)
    {
        if (options.Pruning == PruningMethod.None)
        {
            return graph;
        }

        IReadOnlyDictionary<string, Node> producers = graph.Producers();
        ImmutableSortedDictionary<string, Tensor>.Builder constants = graph.Constants.ToBuilder();
        ImmutableSortedDictionary<string, DequantizedTensor>.Builder dequantized = graph.Dequantized.ToBuilder();
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (Node node in WeightedNodes.In(graph))
        {
            string name = node.Inputs[1];
            bool chosen = (options.PruneOnly.Count == 0 || NodePattern.Matches(options.PruneOnly, node))
                && !NodePattern.Matches(options.PruneExclude, node);
            if (!chosen || !done.Add(name))
            {
                continue;
            }

            Tensor weights = graph.Constants[name];
            float[][] rows = WeightedNodes.ByChannel<float>(node, weights);
            switch (options.Pruning)
            {
                case PruningMethod.Magnitude:
                    MagnitudePruning.Apply(rows, options.Sparsity);
                    break;
                case PruningMethod.Block:
                    BlockPruning.Apply(rows, [.. InputRuns.Of(node, graph, producers).SelectMany(run => run.Chunk(4))], options.Sparsity);
                    break;
            }

            Tensor pruned = Tensor.Create(weights.Shape, WeightedNodes.FromChannels(node, rows));
            constants[name] = pruned;
            if (dequantized.TryGetValue(name, out DequantizedTensor? codes))
            {
                dequantized[name] = codes.WithZeros(pruned.Values<float>());
            }

            int zeros = WeightStatistics.Zeros(pruned.Values<float>());
            log(string.Create(
                CultureInfo.InvariantCulture,
                $"pruned {node.Name}: {zeros} of {pruned.Length} weights ({100.0 * zeros / Math.Max(1, pruned.Length):F1} %), {OptionNames.Of(options.Pruning)}"));
        }

        if (done.Count == 0)
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticCode.NothingPruned,
                Severity.Warning,
                $"Pruning is '{OptionNames.Of(options.Pruning)}', but no layer with constant weights is left to prune."));
        }

        return graph with { Constants = constants.ToImmutable(), Dequantized = dequantized.ToImmutable() };
    }
}
