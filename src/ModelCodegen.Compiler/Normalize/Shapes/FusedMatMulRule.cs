using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A product between transposes, and a factor.</summary>
internal static class FusedMatMulRule
{
    public static void Infer(Node node, FusedMatMul op, ShapeScope scope)
    {
        var expansion = new NodeExpansion(node, scope);
        string a = op.TransA ? Transposed(expansion, scope, node.Inputs[0]) : node.Inputs[0];
        string b = op.TransB ? Transposed(expansion, scope, node.Inputs[1]) : node.Inputs[1];
        if (op.Alpha == 1)
        {
            expansion.Into(node.Output, new MatMul(), a, b);
            return;
        }

        string factor = expansion.Part(new Cast(scope.Type(node, 0)), expansion.Constant("constant", Tensor.Create([], [op.Alpha])));
        expansion.Into(node.Output, new Binary(BinaryFunction.Mul), expansion.Part(new MatMul(), a, b), factor);
    }

    // Vectors have nothing to exchange.
    private static string Transposed(NodeExpansion expansion, ShapeScope scope, string value)
    {
        int rank = scope.Shape(value).Length;
        return rank < 2 ? value : expansion.Transpose(value, [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]);
    }
}
