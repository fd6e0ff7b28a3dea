using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Joins tensors along a dimension.</summary>
internal static class ConcatEvaluation
{
    public static Tensor Run(Concat op, EvaluationScope scope)
    {
        Tensor result = Tensor.Zeros(scope.Output.Type, scope.Output.Shape);
        int outer = ShapeArithmetic.Length(scope.Output.Shape[..op.Axis]);
        Span<byte> target = result.WritableBytes;
        for (int i = 0; i < outer; i++)
        {
            foreach (Tensor? part in scope.Inputs)
            {
                int chunk = part!.Bytes.Length / outer;
                part.Bytes.Slice(i * chunk, chunk).CopyTo(target);
                target = target[chunk..];
            }
        }

        return result;
    }
}
