using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>A network computed again and again.</summary>
internal static class LoopEvaluation
{
    public static ImmutableArray<Tensor> Run(Loop op, EvaluationScope scope)
    {
        long turns = scope.Inputs[0]?.ToInt64()[0] ?? long.MaxValue;
        Tensor condition = scope.Inputs[1] ?? Tensor.Create([], [true]);
        ImmutableArray<Tensor?> states = scope.Inputs.Slice(Loop.Leading, op.Carried);
        ImmutableArray<Tensor?> captured = scope.Inputs[(Loop.Leading + op.Carried)..];
        bool endless = scope.Inputs[1] is null;
        int stacks = op.Body.Outputs.Length - 1 - op.Carried;
        ImmutableArray<Tensor> results = [.. scope.Outputs.Skip(op.Carried).Take(stacks).Select(info => Tensor.Zeros(info.Type, info.Shape))];
        for (long turn = 0; turn < turns && (endless || condition.Values<bool>()[0]); turn++)
        {
            ImmutableArray<Tensor> outputs = BodyEvaluation.Run(op.Body, [Tensor.Create([], [turn]), condition, .. states, .. captured], scope.Cancel);
            condition = outputs[0];
            states = [.. outputs.Slice(1, op.Carried)];
            for (int k = 0; k < stacks; k++)
            {
                ReadOnlySpan<byte> slice = outputs[1 + op.Carried + k].Bytes;
                slice.CopyTo(results[k].WritableBytes[(int)(turn * slice.Length)..]);
            }
        }

        return [.. states.Select(state => state!), .. results];
    }
}
