using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Functions of one element.</summary>
internal static class UnaryEvaluation
{
    public static Tensor Run(Unary op, EvaluationScope scope)
    {
        if (scope.Output.Type != ElementType.Float32 || !op.Activation.Function.HasVectorCode())
        {
            return CallEvaluation.Run(op.Call(scope.Output.Type), scope.Inputs, scope.Outputs)[0];
        }

        float[] result = scope.Input(0).Values<float>().ToArray();
        ActivationFunction.Apply(op.Activation, result);
        return Tensor.Create(scope.Output.Shape, result);
    }
}
