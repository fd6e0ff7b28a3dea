using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A product between transposes, and a factor.</summary>
internal static class FusedMatMulRule
{
    public static void Infer(Node node, FusedMatMul op, ShapeScope scope)
    {
        var parts = new NodeParts(node, scope);
        string a = op.TransA ? Transposed(parts, node.Inputs[0]) : node.Inputs[0];
        string b = op.TransB ? Transposed(parts, node.Inputs[1]) : node.Inputs[1];
        if (op.Alpha == 1)
        {
            parts.Finish(new MatMul(), a, b);
            return;
        }

        string factor = parts.Add(new Cast(scope.Type(node, 0)), parts.Constant(Tensor.Create([], [op.Alpha])));
        parts.Finish(new Binary(BinaryFunction.Mul), parts.Add(new MatMul(), a, b), factor);
    }

    // Vectors have nothing to exchange.
    private static string Transposed(NodeParts parts, string value)
    {
        int rank = parts.Shape(value).Length;
        return rank < 2 ? value : parts.Transposed(value, [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]);
    }
}
