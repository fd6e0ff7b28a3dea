using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Convolution: the input is copied into a bordered buffer, and each group is an implicit matrix product.</summary>
internal static class ConvEvaluation
{
    private const long ParallelWork = 8_000_000;

    public static Tensor Run(Conv op, EvaluationScope scope)
    {
        Tensor x = scope.Input(0);
        Tensor w = scope.Input(1);
        var g = new Geometry(op, x.Shape, w.Shape, scope.Output.Shape);
        float[] input = Border(x, g);
        float[] bias = scope.Optional(2)?.Values<float>().ToArray() ?? [];
        var result = new float[ShapeArithmetic.Length(scope.Output.Shape)];
        if (g.Depthwise)
        {
            float[] weights = w.Values<float>().ToArray();
            Repeat(g.Images * g.Groups, g.Work, i => Depthwise(g, input, weights, bias, result, i / g.Groups, i % g.Groups));
        }
        else
        {
            Groups(g, input, w.Values<float>(), bias, result, scope.Cancel);
        }

        return Tensor.Create(scope.Output.Shape, result);
    }

    private static void Groups(Geometry g, float[] input, ReadOnlySpan<float> weights, float[] bias, float[] result, CancellationToken cancel)
    {
        int[] origins = g.Origins();
        int[] offsets = g.Offsets();
        int stride = (g.OutputChannels + ImplicitGemm.ColumnAlignment - 1) / ImplicitGemm.ColumnAlignment * ImplicitGemm.ColumnAlignment;
        int depth = offsets.Length;
        int pixels = origins.Length;
        const int chunk = 256;
        int chunks = (pixels + chunk - 1) / chunk;
        for (int group = 0; group < g.Groups; group++)
        {
            cancel.ThrowIfCancellationRequested();
            var packed = new float[depth * stride];
            for (int c = 0; c < g.OutputChannels; c++)
            {
                ReadOnlySpan<float> kernel = weights.Slice(((group * g.OutputChannels) + c) * depth, depth);
                for (int k = 0; k < depth; k++)
                {
                    packed[(k * stride) + c] = kernel[k];
                }
            }

            int current = group;
            Repeat(g.Images * chunks, g.Work / g.Groups, i =>
            {
                int image = i / chunks;
                int first = i % chunks * chunk;
                int firstChannel = current * g.OutputChannels;
                ImplicitGemm.Run(
                    input.AsSpan(((image * g.Groups) + current) * g.InputChannels * g.PlaneSize),
                    origins,
                    offsets,
                    packed,
                    stride,
                    g.OutputChannels,
                    bias.Length == 0 ? default : bias.AsSpan(firstChannel, g.OutputChannels),
                    result.AsSpan(((image * g.Groups * g.OutputChannels) + firstChannel) * pixels),
                    1,
                    pixels,
                    first,
                    Math.Min(first + chunk, pixels));
            });
        }
    }

    /// <summary>One input channel, one output channel; vectors run across neighbouring pixels.</summary>
    private static void Depthwise(Geometry g, float[] input, float[] weights, float[] bias, float[] result, int image, int channel)
    {
        int plane = ((image * g.Groups) + channel) * g.PlaneSize;
        int taps = g.KernelHeight * g.KernelWidth;
        float b = bias.Length == 0 ? 0 : bias[channel];
        ref float x = ref MemoryMarshal.GetArrayDataReference(input);
        for (int oy = 0; oy < g.Height; oy++)
        {
            int target = ((((image * g.Groups) + channel) * g.Height) + oy) * g.Width;
            int ox = 0;
            if (g.StrideWidth == 1)
            {
                for (; ox <= g.Width - 8; ox += 8)
                {
                    Vector256<float> sum = default;
                    for (int t = 0; t < taps; t++)
                    {
                        int source = plane + (((oy * g.StrideHeight) + (t / g.KernelWidth * g.DilationHeight)) * g.RowPitch) + ox + (t % g.KernelWidth * g.DilationWidth);
                        sum += Vector256.LoadUnsafe(ref x, (nuint)source) * Vector256.Create(weights[(channel * taps) + t]);
                    }

                    (sum + Vector256.Create(b)).CopyTo(result, target + ox);
                }
            }

            for (; ox < g.Width; ox++)
            {
                float sum = 0;
                for (int t = 0; t < taps; t++)
                {
                    int source = plane + (((oy * g.StrideHeight) + (t / g.KernelWidth * g.DilationHeight)) * g.RowPitch)
                        + (ox * g.StrideWidth) + (t % g.KernelWidth * g.DilationWidth);
                    sum += input[source] * weights[(channel * taps) + t];
                }

                result[target + ox] = sum + b;
            }
        }
    }

    private static float[] Border(Tensor x, Geometry g)
    {
        ReadOnlySpan<float> source = x.Values<float>();
        int planes = g.Images * g.Groups * g.InputChannels;
        var bordered = new float[checked(planes * g.PlaneSize)];
        int rows = Math.Min(g.InputHeight, g.PaddedHeight - g.PadTop);
        int columns = Math.Min(g.InputWidth, g.RowPitch - g.PadLeft);
        for (int plane = 0; plane < planes; plane++)
        {
            for (int y = 0; y < rows; y++)
            {
                source.Slice(((plane * g.InputHeight) + y) * g.InputWidth, columns)
                    .CopyTo(bordered.AsSpan((plane * g.PlaneSize) + ((y + g.PadTop) * g.RowPitch) + g.PadLeft));
            }
        }

        return bordered;
    }

    private static void Repeat(int count, long work, Action<int> body)
    {
        if (work >= ParallelWork && count > 1)
        {
            Parallel.For(0, count, body);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            body(i);
        }
    }

    /// <summary>A convolution's numbers; one spatial dimension counts as a map of one row.</summary>
    private sealed record Geometry
    {
        public Geometry(Conv op, ImmutableArray<int> x, ImmutableArray<int> w, ImmutableArray<int> y)
        {
            bool flat = x.Length == 3;
            Images = x[0];
            Groups = op.Group;
            InputChannels = w[1];
            OutputChannels = w[0] / op.Group;
            InputHeight = flat ? 1 : x[2];
            InputWidth = x[^1];
            Height = flat ? 1 : y[2];
            Width = y[^1];
            KernelHeight = flat ? 1 : w[2];
            KernelWidth = w[^1];
            StrideHeight = flat ? 1 : op.Strides[0];
            StrideWidth = op.Strides[^1];
            DilationHeight = flat ? 1 : op.Dilations[0];
            DilationWidth = op.Dilations[^1];
            PadTop = flat ? 0 : op.Pads[0];
            PadLeft = op.Pads[flat ? 0 : 1];
            PaddedHeight = ((Height - 1) * StrideHeight) + ((KernelHeight - 1) * DilationHeight) + 1;
            RowPitch = ((Width - 1) * StrideWidth) + ((KernelWidth - 1) * DilationWidth) + 1;
        }

        public int Images { get; }

        public int Groups { get; }

        public int InputChannels { get; }

        public int OutputChannels { get; }

        public int InputHeight { get; }

        public int InputWidth { get; }

        public int Height { get; }

        public int Width { get; }

        public int KernelHeight { get; }

        public int KernelWidth { get; }

        public int StrideHeight { get; }

        public int StrideWidth { get; }

        public int DilationHeight { get; }

        public int DilationWidth { get; }

        public int PadTop { get; }

        public int PadLeft { get; }

        public int PaddedHeight { get; }

        public int RowPitch { get; }

        public int PlaneSize => PaddedHeight * RowPitch;

        public bool Depthwise => InputChannels == 1 && OutputChannels == 1;

        public long Work => (long)Images * Groups * OutputChannels * Height * Width * InputChannels * KernelHeight * KernelWidth;

        public int[] Origins()
        {
            var origins = new int[Height * Width];
            for (int i = 0; i < origins.Length; i++)
            {
                origins[i] = (i / Width * StrideHeight * RowPitch) + (i % Width * StrideWidth);
            }

            return origins;
        }

        public int[] Offsets()
        {
            var offsets = new List<int>(InputChannels * KernelHeight * KernelWidth);
            for (int c = 0; c < InputChannels; c++)
            {
                for (int ky = 0; ky < KernelHeight; ky++)
                {
                    for (int kx = 0; kx < KernelWidth; kx++)
                    {
                        offsets.Add((c * PlaneSize) + (ky * DilationHeight * RowPitch) + (kx * DilationWidth));
                    }
                }
            }

            return [.. offsets];
        }
    }
}
