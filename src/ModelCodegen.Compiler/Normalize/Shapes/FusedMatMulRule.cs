using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A product between transposes, and a factor.</summary>
internal static class FusedMatMulRule
{
    public static void Infer(Node node, FusedMatMul op, ShapeScope scope)
    {
        scope.ExpectFloat(node, 0, 1);
        string a = op.TransA ? Transposed(node, 0, scope) : node.Inputs[0];
        string b = op.TransB ? Transposed(node, 1, scope) : node.Inputs[1];
        string product = op.Alpha == 1 ? node.Output : scope.NewName(node.Output + "/product");
        MatMulRule.Infer(new Node(node.Name, new MatMul(), [a, b], [product]), scope);
        if (op.Alpha != 1)
        {
            string factor = scope.NewName(node.Output + "/alpha");
            scope.EmitConstant(factor, Tensor.Create([], [op.Alpha]));
            BinaryRule.Infer(new Node(node.Name + "/alpha", new Binary(BinaryFunction.Mul), [product, factor], node.Outputs), scope);
        }
    }

    private static string Transposed(Node node, int input, ShapeScope scope)
    {
        ImmutableArray<int> shape = scope.Shape(node, input);
        int rank = shape.Length;
        if (rank < 2)
        {
            return node.Inputs[input];
        }

        string result = scope.NewName(node.Inputs[input] + "/transposed");
        var transpose = new Transpose([.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]);
        TransposeRule.Infer(new Node($"{node.Name}/transpose{input}", transpose, [node.Inputs[input]], [result]), transpose, scope);
        return result;
    }
}
