using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>One of two networks.</summary>
internal static class IfEvaluation
{
    public static ImmutableArray<Tensor> Run(If op, EvaluationScope scope)
    {
        Graph body = scope.Input(0).Values<bool>()[0] ? op.Then : op.Else;
        return BodyEvaluation.Run(body, scope.Inputs[1..], scope.Cancel);
    }
}
