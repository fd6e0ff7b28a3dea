using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Functions of one element.</summary>
internal static class UnaryEvaluation
{
    public static Tensor Run(Unary op, EvaluationScope scope)
    {
        float[] result = scope.Input(0).Values<float>().ToArray();
        ActivationFunction.Apply(op.Activation, result);
        return Tensor.Create(scope.Output.Shape, result);
    }
}
