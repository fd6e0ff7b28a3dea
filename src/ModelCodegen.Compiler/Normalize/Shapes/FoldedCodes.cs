using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Keeps in mind which integers a folded constant comes from.</summary>
internal static class FoldedCodes
{
    /// <summary>The integers behind the result of a node of constants, or <see langword="null"/>.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Its operands.</param>
    /// <param name="shape">The result's shape.</param>
    /// <param name="known">The integers behind them.</param>
    /// <param name="cancel">Cancels.</param>
    public static DequantizedTensor? Of(
        Node node, ImmutableArray<Tensor?> inputs, ImmutableArray<int> shape, Func<string, DequantizedTensor?> known, CancellationToken cancel) => node.Operator switch
    {
        DequantizeLinear op => DequantizedTensor.Of(op, inputs[0]!, inputs[1]!, inputs.Length > 2 ? inputs[2] : null),
        Transpose op => known(node.Inputs[0])?.Transposed(tensor => Permuted(node, op, tensor, cancel)),
        Reshape => known(node.Inputs[0])?.Reshape(shape),
        Identity => known(node.Inputs[0]),
        _ => null,
    };

    private static Tensor Permuted(Node node, Transpose op, Tensor tensor, CancellationToken cancel)
    {
        var info = new ValueInfo(tensor.Type, [.. op.Permutation.Select(d => tensor.Shape[d])]);
        return OperatorEvaluation.Evaluate(node, new EvaluationScope([tensor], [info], null, cancel))[0];
    }
}
