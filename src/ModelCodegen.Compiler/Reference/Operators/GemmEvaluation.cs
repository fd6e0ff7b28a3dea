using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Alpha * A' * B' + Beta * C.</summary>
internal static class GemmEvaluation
{
    public static Tensor Run(Gemm op, EvaluationScope scope)
    {
        Tensor a = scope.Input(0);
        Tensor b = scope.Input(1);
        int rows = scope.Output.Shape[0];
        int columns = scope.Output.Shape[1];
        int depth = a.Shape[op.TransA ? 0 : 1];
        var result = new float[ShapeArithmetic.Length(scope.Output.Shape)];
        MatrixProduct.Run(a.Values<float>(), op.TransA, b.Values<float>(), op.TransB, rows, depth, columns, result);
        if (op.Alpha != 1)
        {
            foreach (ref float value in result.AsSpan())
            {
                value *= op.Alpha;
            }
        }

        if (scope.Optional(2) is { } c)
        {
            ReadOnlySpan<float> bias = c.Values<float>();
            int columnStride = c.Shape.Length > 0 && c.Shape[^1] > 1 ? 1 : 0;
            int rowStride = c.Shape.Length > 1 && c.Shape[0] > 1 ? c.Shape[1] : 0;
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    result[(row * columns) + column] += op.Beta * bias[(row * rowStride) + (column * columnStride)];
                }
            }
        }

        return Tensor.Create(scope.Output.Shape, result);
    }
}
