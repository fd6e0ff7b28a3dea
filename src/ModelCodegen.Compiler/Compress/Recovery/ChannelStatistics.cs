using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>What a value's channels are like on samples.</summary>
/// <param name="Largest">The largest magnitude per channel.</param>
/// <param name="MeanSquare">The mean square per channel.</param>
internal sealed record ChannelStatistics(float[] Largest, double[] MeanSquare)
{
    /// <summary>The largest of several magnitudes, channel by channel.</summary>
    public static float[] LargestOf(IEnumerable<float[]> magnitudes) => magnitudes.Aggregate((a, b) => [.. a.Zip(b, Math.Max)]);

    /// <summary>Runs a network and looks at the channels of some of its values.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="samples">Its inputs.</param>
    /// <param name="axes">What to look at: at most one dimension of each value.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static IReadOnlyDictionary<string, ChannelStatistics> Observe(
        Graph graph, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> samples, IReadOnlyDictionary<string, int> axes, CancellationToken cancellation)
    {
        var perSample = new Dictionary<string, ChannelStatistics>[samples.Count];
        Parallel.For(0, samples.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var found = new Dictionary<string, ChannelStatistics>(StringComparer.Ordinal);
            ReferenceEvaluator.Run(
                graph,
                samples[i],
                (name, tensor) =>
                {
                    if (axes.TryGetValue(name, out int axis))
                    {
                        found[name] = Of(tensor, axis);
                    }
                },
                cancellation);
            perSample[i] = found;
        });

        // Sums of floating-point numbers are made in the samples' order.
        var result = new Dictionary<string, ChannelStatistics>(StringComparer.Ordinal);
        foreach (string name in axes.Keys.Where(perSample[0].ContainsKey))
        {
            int channels = perSample[0][name].Largest.Length;
            result[name] = new ChannelStatistics(
                [.. Enumerable.Range(0, channels).Select(c => perSample.Max(sample => sample[name].Largest[c]))],
                [.. Enumerable.Range(0, channels).Select(c => perSample.Sum(sample => sample[name].MeanSquare[c]) / samples.Count)]);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ChannelStatistics Of(Tensor tensor, int axis)
    {
        ImmutableArray<int> shape = tensor.Shape;
        int channels = shape[axis];
        int inner = ShapeArithmetic.Length(shape[(axis + 1)..]);
        ReadOnlySpan<float> values = tensor.Values<float>();
        var largest = new float[channels];
        var squares = new double[channels];
        for (int start = 0, c = 0; start < values.Length; start += inner, c = c + 1 == channels ? 0 : c + 1)
        {
            foreach (float value in values.Slice(start, inner))
            {
                largest[c] = Math.Max(largest[c], Math.Abs(value));
                squares[c] += (double)value * value;
            }
        }

        int count = Math.Max(1, values.Length / Math.Max(1, channels));
        return new ChannelStatistics(largest, Array.ConvertAll(squares, sum => sum / count));
    }
}
