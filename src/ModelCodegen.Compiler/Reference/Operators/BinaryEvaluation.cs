using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference.Calls;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Functions of two elements, broadcasting.</summary>
internal static class BinaryEvaluation
{
    public static Tensor Run(Binary op, EvaluationScope scope) =>
        CallEvaluation.Run(op.Call(scope.Input(0).Type, scope.Input(1).Type), scope.Inputs, scope.Outputs)[0];
}
