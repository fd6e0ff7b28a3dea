using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Pooling; averages sum in double, rows first.</summary>
internal static class PoolEvaluation
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Tensor Run(Pool op, EvaluationScope scope)
    {
        ImmutableArray<int> x = scope.Input(0).Shape;
        ImmutableArray<int> y = scope.Output.Shape;
        bool flat = x.Length == 3;
        int height = flat ? 1 : x[2];
        int width = x[^1];
        int outputHeight = flat ? 1 : y[2];
        int outputWidth = y[^1];
        var vertical = new Axis(op, flat ? -1 : 0, height);
        var horizontal = new Axis(op, flat ? 0 : 1, width);
        ReadOnlySpan<float> source = scope.Input(0).ToFloat();
        var result = new float[ShapeArithmetic.Length(y)];
        for (int i = 0; i < result.Length; i++)
        {
            ReadOnlySpan<float> plane = source.Slice(i / (outputHeight * outputWidth) * height * width, height * width);
            int originY = vertical.Origin(i / outputWidth % outputHeight);
            int originX = horizontal.Origin(i % outputWidth);
            float max = float.NegativeInfinity;
            double sum = 0;
            int count = 0;
            for (int ky = 0; ky < vertical.Kernel; ky++)
            {
                int sy = originY + (ky * vertical.Dilation);
                if (sy < 0 || sy >= height)
                {
                    continue;
                }

                for (int kx = 0; kx < horizontal.Kernel; kx++)
                {
                    int sx = originX + (kx * horizontal.Dilation);
                    if (sx >= 0 && sx < width)
                    {
                        float value = plane[(sy * width) + sx];
                        max = value > max ? value : max;
                        sum += value;
                        count++;
                    }
                }
            }

            result[i] = op.Function switch
            {
                PoolFunction.Max => max,
                PoolFunction.AverageIncludingPad => (float)(sum / (vertical.Kernel * horizontal.Kernel)),
                _ => (float)(sum / Math.Max(count, 1)),
            };
        }

        return scope.Input(0).Type == ElementType.UInt8
            ? Tensor.Create(y, Array.ConvertAll(result, value => (byte)value))
            : Tensor.Create(y, result);
    }

    private readonly struct Axis
    {
        private readonly int stride;
        private readonly int pad;

        public Axis(Pool op, int index, int extent)
        {
            bool absent = index < 0;
            Kernel = absent ? 1 : op.KernelShape[index];
            Dilation = absent ? 1 : op.Dilations[index];
            stride = absent ? extent : op.Strides[index];
            pad = absent ? 0 : op.Pads[index];
        }

        public int Kernel { get; }

        public int Dilation { get; }

        public int Origin(int output) => (output * stride) - pad;
    }
}
