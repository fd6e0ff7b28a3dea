using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Slices at given positions.</summary>
internal static class GatherEvaluation
{
    public static Tensor Run(Gather op, EvaluationScope scope)
    {
        Tensor x = scope.Input(0);
        int outer = ShapeArithmetic.Length(x.Shape[..op.Axis]);
        int extent = x.Shape[op.Axis];
        int chunk = outer * extent == 0 ? 0 : x.Bytes.Length / outer / extent;
        Tensor result = Tensor.Zeros(scope.Output.Type, scope.Output.Shape);
        Span<byte> target = result.WritableBytes;
        long[] indices = scope.Input(1).ToInt64();
        for (int i = 0; i < outer; i++)
        {
            foreach (long index in indices)
            {
                long position = index < 0 ? index + extent : index;
                if (position < 0 || position >= extent)
                {
                    throw new ArgumentException($"The index {index} is outside the dimension of {extent}.");
                }

                x.Bytes.Slice(((i * extent) + (int)position) * chunk, chunk).CopyTo(target);
                target = target[chunk..];
            }
        }

        return result;
    }
}
