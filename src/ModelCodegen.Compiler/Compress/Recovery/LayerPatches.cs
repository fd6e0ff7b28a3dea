using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference.Operators;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>
/// What a layer's outputs are products with: for each output position and group the inputs under the kernel, in the order of
/// the weights.
/// </summary>
internal sealed class LayerPatches
{
    private readonly ConvGeometry? conv;
    private readonly int[] origins;
    private readonly int[] offsets;
    private readonly int rows;

    /// <summary>Describes a Conv, or a Gemm by constant weights.</summary>
    public LayerPatches(Graph graph, Node node)
    {
        ImmutableArray<int> input = graph.Shape(node.Inputs[0]);
        ImmutableArray<int> weights = graph.Shape(node.Inputs[1]);
        if (node.Operator is Conv op)
        {
            conv = new ConvGeometry(op, input, weights, graph.Shape(node.Output));
            origins = conv.Origins();
            offsets = conv.Offsets();
            rows = conv.Images * origins.Length;
        }
        else
        {
            Depth = input[^1];
            rows = ShapeArithmetic.Length(input) / Math.Max(1, Depth);
            origins = [.. Enumerable.Range(0, rows).Select(row => row * Depth)];
            offsets = [.. Enumerable.Range(0, Depth)];
        }

        Depth = offsets.Length;
    }

    /// <summary>The number of groups.</summary>
    public int Groups => conv?.Groups ?? 1;

    /// <summary>Elements of a patch: weights per output channel.</summary>
    public int Depth { get; }

    /// <summary>Output positions of one sample.</summary>
    public int Positions => rows;

    /// <summary>The elements that patches are taken from.</summary>
    public float[] Source(Tensor input) => conv is null ? input.ToFloat() : ConvEvaluation.Border(input, conv);

    /// <summary>Copies a patch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(float[] source, int group, int position, Span<float> patch)
    {
        int first = First(group, position);
        for (int k = 0; k < offsets.Length; k++)
        {
            patch[k] = source[first + offsets[k]];
        }
    }

    /// <summary>Adds all patches of a group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(float[] source, int group, double[] sums)
    {
        for (int position = 0; position < rows; position++)
        {
            int first = First(group, position);
            for (int k = 0; k < offsets.Length; k++)
            {
                sums[k] += source[first + offsets[k]];
            }
        }
    }

    private int First(int group, int position)
    {
        if (conv is null)
        {
            return origins[position];
        }

        int image = position / origins.Length;
        return (((image * conv.Groups) + group) * conv.InputChannels * conv.PlaneSize) + origins[position % origins.Length];
    }
}
