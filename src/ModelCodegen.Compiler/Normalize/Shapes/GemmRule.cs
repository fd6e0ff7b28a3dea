using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>The product of two matrices plus a third. Of types other than 32-bit floats it is taken apart.</summary>
internal static class GemmRule
{
    public static void Infer(Node node, Gemm op, ShapeScope scope)
    {
        ImmutableArray<int> a = scope.Shape(node, 0);
        ImmutableArray<int> b = scope.Shape(node, 1);
        if (a.Length != 2 || b.Length != 2 || a[op.TransA ? 0 : 1] != b[op.TransB ? 1 : 0])
        {
            throw scope.Invalid(node, $"{ShapeArithmetic.Format(a)} and {ShapeArithmetic.Format(b)} are no matrices that can be multiplied.");
        }

        ImmutableArray<int> shape = [a[op.TransA ? 1 : 0], b[op.TransB ? 0 : 1]];
        if (node.HasInput(2) && (ShapeArithmetic.Broadcast(scope.Shape(node, 2), shape) is not { } result || !result.SequenceEqual(shape)))
        {
            throw scope.Invalid(node, $"C of shape {ShapeArithmetic.Format(scope.Shape(node, 2))} does not broadcast to {ShapeArithmetic.Format(shape)}.");
        }

        if (scope.Type(node, 0) != ElementType.Float32)
        {
            TakeApart(node, op, scope);
            return;
        }

        scope.ExpectFloat(node, 1, 2);
        scope.Emit(node, ElementType.Float32, shape);
    }

    private static void TakeApart(Node node, Gemm op, ShapeScope scope)
    {
        var expansion = new NodeExpansion(node, scope);
        string a = op.TransA ? expansion.Part(new Transpose([1, 0]), node.Inputs[0]) : node.Inputs[0];
        string b = op.TransB ? expansion.Part(new Transpose([1, 0]), node.Inputs[1]) : node.Inputs[1];
        string product = Scaled(expansion.Part(new MatMul(), a, b), op.Alpha);
        if (node.HasInput(2) && op.Beta != 0)
        {
            expansion.Into(node.Output, new Binary(BinaryFunction.Add), product, Scaled(node.Inputs[2], op.Beta));
        }
        else
        {
            expansion.Into(node.Output, new Identity(), product);
        }

        string Scaled(string value, float factor)
        {
            if (factor == 1)
            {
                return value;
            }

            if (!scope.Type(node, 0).IsFloat() && factor != MathF.Floor(factor))
            {
                throw scope.Invalid(node, $"Alpha and Beta must be whole where the matrices are; {factor} is not.");
            }

            string number = expansion.Part(new Cast(scope.Type(node, 0)), expansion.Constant("constant", Tensor.Create([], [factor])));
            return expansion.Part(new Binary(BinaryFunction.Mul), value, number);
        }
    }
}
