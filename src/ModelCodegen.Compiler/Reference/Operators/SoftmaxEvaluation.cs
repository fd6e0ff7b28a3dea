using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Kernels;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Softmax, summed in double.</summary>
internal static class SoftmaxEvaluation
{
    public static Tensor Run(Softmax op, EvaluationScope scope)
    {
        ImmutableArray<int> shape = scope.Output.Shape;
        ReadOnlySpan<float> x = scope.Input(0).Values<float>();
        var result = new float[x.Length];
        int length = ShapeArithmetic.Length(shape[op.Axis..(op.LastAxis + 1)]);
        int stride = ShapeArithmetic.Length(shape[(op.LastAxis + 1)..]);
        var exponentials = new double[length];
        for (int row = 0; row < x.Length / Math.Max(length, 1); row++)
        {
            int origin = (row / stride * length * stride) + (row % stride);
            float max = float.NegativeInfinity;
            for (int i = 0; i < length; i++)
            {
                max = Math.Max(max, x[origin + (i * stride)]);
            }

            double sum = 0;
            for (int i = 0; i < length; i++)
            {
                exponentials[i] = KernelMethods.ExpReal((double)x[origin + (i * stride)] - max);
                sum += exponentials[i];
            }

            for (int i = 0; i < length; i++)
            {
                result[origin + (i * stride)] = (float)(exponentials[i] / sum);
            }
        }

        return Tensor.Create(shape, result);
    }
}
