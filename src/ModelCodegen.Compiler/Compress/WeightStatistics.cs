using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress;

/// <summary>Counts weights.</summary>
public static class WeightStatistics
{
    /// <summary>Zeros / weights over all layers with weights; 0 where there are none.</summary>
    public static double Sparsity(Graph graph)
    {
        long zeros = 0;
        long count = 0;
        foreach (string name in WeightedNodes.In(graph).Select(node => node.Inputs[1]).Distinct(StringComparer.Ordinal))
        {
            Tensor weights = graph.Constants[name];
            count += weights.Length;
            zeros += Zeros(weights.Values<float>());
        }

        return count == 0 ? 0 : (double)zeros / count;
    }

    /// <summary>The number of zeros.</summary>
    public static int Zeros(ReadOnlySpan<float> weights)
    {
        int zeros = 0;
        foreach (float weight in weights)
        {
            zeros += weight == 0 ? 1 : 0;
        }

        return zeros;
    }
}
