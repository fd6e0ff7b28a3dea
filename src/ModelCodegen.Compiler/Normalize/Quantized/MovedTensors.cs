using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Quantized;

/// <summary>Operators that only move elements, so that it does not matter whether they move bytes or what these stand for.</summary>
internal static class MovedTensors
{
    /// <summary>Which operands' elements a node moves; none where it computes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="type">Gives operands' types.</param>
    public static IReadOnlyList<int> Of(Node node, Func<string, ElementType> type) => node.Operator switch
    {
        Reshape or Transpose or View or Pad or Pool { Function: PoolFunction.Max, Activation.IsNone: true } => [0],
        Concat => [.. Enumerable.Range(0, node.Inputs.Length)],
        KernelOperator { MovesElements: true } =>
        [
            .. Enumerable.Range(0, node.Inputs.Length).Where(i => node.HasInput(i) && type(node.Inputs[i]) == type(node.Inputs[0])),
        ],
        _ => [],
    };
}
