using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>
/// A transposed convolution as a convolution. Elements of the result whose index is the same modulo the stride, a phase,
/// are a convolution with every so many weights apart. One convolution gives all phases, as channels, which are then put
/// between each other.
/// </summary>
internal static class PhasedConvolution
{
    /// <summary>How many times the weights the convolution has.</summary>
    public static double Growth(ImmutableArray<int> kernel, ImmutableArray<int> strides, ImmutableArray<int> dilations)
    {
        double growth = 1;
        for (int d = 0; d < kernel.Length; d++)
        {
            var phases = new Phases(1, kernel[d], strides[d], dilations[d], 0, 1);
            growth *= (double)strides[d] * phases.Taps / kernel[d];
        }

        return growth;
    }

    /// <summary>Puts the convolution in the node's place.</summary>
    public static void Expand(
        Node node, int groups, Tensor weights, ShapeScope scope, ImmutableArray<int> strides, ImmutableArray<int> dilations, int[] begins, int[] counts)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int rank = counts.Length;
        Phases[] axes = [.. Enumerable.Range(0, rank).Select(d => new Phases(x[2 + d], weights.Shape[2 + d], strides[d], dilations[d], begins[d], counts[d]))];
        int phases = ShapeArithmetic.Length(strides);
        int channels = weights.Shape[1];
        var expansion = new NodeExpansion(node, scope);
        var conv = new Conv
        {
            Group = groups,
            KernelShape = [.. axes.Select(axis => axis.Taps)],
            Strides = [.. axes.Select(_ => 1)],
            Dilations = [.. axes.Select(axis => axis.Dilation)],
            Pads = [.. axes.Select(axis => axis.Before), .. axes.Select(axis => axis.After)],
        };
        List<string> inputs = [node.Inputs[0], expansion.Constant("weights", Weights(weights, groups, axes))];
        if (node.HasInput(2))
        {
            inputs.Add(Bias(node, expansion, groups, channels, phases));
        }

        string value = expansion.Part(conv, [.. inputs]);
        if (phases == 1)
        {
            value = expansion.Slice(value, [0, 0, .. axes.Select(axis => axis.Skip)], [x[0], groups * channels, .. counts]);
            expansion.Into(node.Output, new Identity(), value);
            return;
        }

        // [N, group, phase…, channel, window…] becomes [N, (window, phase)…, (group, channel)], channels last as convolutions have them.
        value = expansion.Reshape(value, [x[0], groups, .. strides, channels, .. axes.Select(axis => axis.Windows)]);
        int[] pairs = [.. Enumerable.Range(0, rank).SelectMany(d => new[] { rank + 3 + d, 2 + d })];
        value = expansion.Part(new Transpose([0, .. pairs, 1, rank + 2]), value);
        value = expansion.Reshape(value, [x[0], .. axes.Select(axis => axis.Windows * axis.Stride), groups * channels]);
        value = expansion.Slice(value, [0, .. axes.Select(axis => axis.Skip), 0], [x[0], .. counts, groups * channels]);
        expansion.Into(node.Output, new Transpose([0, rank + 1, .. Enumerable.Range(1, rank)]), value);
    }

    // [C, M / groups, kernel…] becomes [groups * phases * M / groups, C / groups, taps…].
    private static Tensor Weights(Tensor weights, int groups, Phases[] axes)
    {
        int inputs = weights.Shape[0] / groups;
        int outputs = weights.Shape[1];
        int[] strides = [.. axes.Select(axis => axis.Stride)];
        int[] taps = [.. axes.Select(axis => axis.Taps)];
        int phases = ShapeArithmetic.Length(strides);
        int window = ShapeArithmetic.Length(taps);
        int kernel = ShapeArithmetic.Length(weights.Shape[2..]);
        ReadOnlySpan<float> from = weights.Values<float>();
        var to = new float[checked(groups * phases * outputs * inputs * window)];
        for (int p = 0; p < phases; p++)
        {
            for (int t = 0; t < window; t++)
            {
                if (Element(axes, p, t) is not { } k)
                {
                    continue;
                }

                for (int c = 0; c < groups * inputs; c++)
                {
                    for (int m = 0; m < outputs; m++)
                    {
                        int row = (((c / inputs * phases) + p) * outputs) + m;
                        to[(((row * inputs) + (c % inputs)) * window) + t] = from[(((c * outputs) + m) * kernel) + k];
                    }
                }
            }
        }

        return Tensor.Create([groups * phases * outputs, inputs, .. taps], to);
    }

    // The kernel's element of a phase's tap; null where there is none.
    private static int? Element(Phases[] axes, int phase, int tap)
    {
        int element = 0;
        int stride = 1;
        for (int d = axes.Length - 1; d >= 0; d--)
        {
            if (axes[d].Element(phase % axes[d].Stride, tap % axes[d].Taps) is not { } k)
            {
                return null;
            }

            element += k * stride;
            stride *= axes[d].Kernel;
            phase /= axes[d].Stride;
            tap /= axes[d].Taps;
        }

        return element;
    }

    private static string Bias(Node node, NodeExpansion expansion, int groups, int channels, int phases)
    {
        if (phases == 1)
        {
            return node.Inputs[2];
        }

        string column = expansion.Reshape(node.Inputs[2], [groups, 1, channels]);
        return expansion.Reshape(expansion.View(column, [0, 0, 0], [1, 0, 1], [groups, phases, channels]), [groups * phases * channels]);
    }

    /// <summary>One spatial dimension.</summary>
    private sealed record Phases(int Input, int Kernel, int Stride, int OldDilation, int Begin, int Count)
    {
        // How many elements of x before the window's last a tap may lie.
        private int Reach => (Kernel - 1) * OldDilation / Stride;

        /// <summary>The convolution's taps: with a stride of 1 those of the kernel, backwards.</summary>
        public int Taps => Stride == 1 ? Kernel : Reach + 1;

        /// <summary>The convolution's dilation.</summary>
        public int Dilation => Stride == 1 ? OldDilation : 1;

        // The first and last windows whose elements are wanted; the first one sees x.
        private int First => Math.Min(Begin / Stride, Reach);

        private int Last => (Begin + Count - 1) / Stride;

        /// <summary>The padding before.</summary>
        public int Before => Reach - First;

        /// <summary>The padding behind.</summary>
        public int After => Math.Max(Last - First + 1 + Reach - Input - Before, 0);

        /// <summary>The convolution's extent.</summary>
        public int Windows => Before + Input + After - Reach;

        /// <summary>How many elements are cut off at the begin.</summary>
        public int Skip => Begin - (Stride * First);

        /// <summary>The kernel's element that a tap of a phase is, or <see langword="null"/>.</summary>
        public int? Element(int phase, int tap)
        {
            int distance = ((Reach - (tap * Dilation)) * Stride) + phase;
            return distance % OldDilation == 0 && distance / OldDilation < Kernel ? distance / OldDilation : null;
        }
    }
}
