using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Operators whose results follow from their input's shape alone.</summary>
internal static class ConstantRules
{
    public static void InferSize(Node node, ShapeScope scope) =>
        scope.EmitConstant(node.Output, Tensor.Create([], [(long)ShapeArithmetic.Length(scope.Shape(node, 0))]));

    public static void InferEye(Node node, EyeLike op, ShapeScope scope)
    {
        ImmutableArray<int> shape = scope.Shape(node, 0);
        if (shape.Length != 2)
        {
            throw scope.Invalid(node, $"{ShapeArithmetic.Format(shape)} is the shape of no matrix.");
        }

        ElementType type = op.Type ?? scope.Type(node, 0);
        scope.CheckSize(type, shape);
        var ones = new float[ShapeArithmetic.Length(shape)];
        for (int row = 0; row < shape[0]; row++)
        {
            long column = (long)row + op.Diagonal;
            if (column >= 0 && column < shape[1])
            {
                ones[(row * shape[1]) + (int)column] = 1;
            }
        }

        var expansion = new NodeExpansion(node, scope);
        expansion.Into(node.Output, new Cast(type), expansion.Constant("constant", Tensor.Create(shape, ones)));
    }
}
