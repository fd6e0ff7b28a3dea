using System.Runtime.CompilerServices;
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
        var g = new ConvGeometry(op, x.Shape, w.Shape, scope.Output.Shape);
        float[] input = Border(x, g);
        float[] bias = scope.Optional(2)?.Values<float>().ToArray() ?? [];
        var result = new float[ShapeArithmetic.Length(scope.Output.Shape)];
        if (g.Depthwise)
        {
            float[] weights = w.Values<float>().ToArray();
            int[] taps = g.Offsets();
            Repeat(g.Images * g.Groups, g.Work, plane =>
            {
                int channel = plane % g.Groups;
                ReadOnlySpan<float> kernel = weights.AsSpan(channel * taps.Length, taps.Length);
                Depthwise(g, taps, input, kernel, bias.Length == 0 ? 0 : bias[channel], result, plane);
            });
        }
        else
        {
            Groups(g, input, w.Values<float>(), bias, result, scope.Cancel);
        }

        return Tensor.Create(scope.Output.Shape, result);
    }

    private static void Groups(ConvGeometry g, float[] input, ReadOnlySpan<float> weights, float[] bias, float[] result, CancellationToken cancel)
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Depthwise(ConvGeometry g, int[] taps, float[] input, ReadOnlySpan<float> kernel, float bias, float[] result, int plane)
    {
        ref float x = ref MemoryMarshal.GetArrayDataReference(input);
        int width = g.Width;
        int stride = g.StrideWidth;
        for (int oy = 0; oy < g.Height; oy++)
        {
            int origin = (plane * g.PlaneSize) + (oy * g.StrideHeight * g.RowPitch);
            int target = ((plane * g.Height) + oy) * width;
            int ox = 0;
            for (; stride == 1 && ox <= width - 8; ox += 8)
            {
                Vector256<float> sum = default;
                for (int t = 0; t < taps.Length; t++)
                {
                    sum += Vector256.LoadUnsafe(ref x, (nuint)(origin + ox + taps[t])) * Vector256.Create(kernel[t]);
                }

                (sum + Vector256.Create(bias)).CopyTo(result, target + ox);
            }

            for (; ox < width; ox++)
            {
                float sum = 0;
                for (int t = 0; t < taps.Length; t++)
                {
                    sum += input[origin + (ox * stride) + taps[t]] * kernel[t];
                }

                result[target + ox] = sum + bias;
            }
        }
    }

    /// <summary>The input with its border of zeros, as <see cref="ConvGeometry"/> describes it.</summary>
    public static float[] Border(Tensor x, ConvGeometry g)
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
}
