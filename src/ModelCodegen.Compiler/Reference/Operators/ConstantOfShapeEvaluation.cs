using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>A tensor of one value.</summary>
internal static class ConstantOfShapeEvaluation
{
    public static Tensor Run(ConstantOfShape op, EvaluationScope scope)
    {
        Tensor result = Tensor.Zeros(scope.Output.Type, scope.Output.Shape);
        for (Span<byte> target = result.WritableBytes; target.Length > 0; target = target[op.Value.Bytes.Length..])
        {
            op.Value.Bytes.CopyTo(target);
        }

        return result;
    }
}
