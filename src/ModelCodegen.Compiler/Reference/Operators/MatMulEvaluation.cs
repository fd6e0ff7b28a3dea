using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>NumPy's matmul.</summary>
internal static class MatMulEvaluation
{
    public static Tensor Run(EvaluationScope scope)
    {
        Tensor a = scope.Input(0);
        Tensor b = scope.Input(1);
        ImmutableArray<int> shapeA = a.Shape.Length == 1 ? [1, a.Shape[0]] : a.Shape;
        ImmutableArray<int> shapeB = b.Shape.Length == 1 ? [b.Shape[0], 1] : b.Shape;
        int rows = shapeA[^2];
        int depth = shapeA[^1];
        int columns = shapeB[^1];
        ImmutableArray<int> batch = ShapeArithmetic.Broadcast(shapeA[..^2], shapeB[..^2])!.Value;
        int[] batchA = Broadcasting.Offsets(shapeA[..^2], batch);
        int[] batchB = Broadcasting.Offsets(shapeB[..^2], batch);
        var result = new float[ShapeArithmetic.Length(scope.Output.Shape)];
        for (int i = 0; i < batchA.Length; i++)
        {
            scope.Cancel.ThrowIfCancellationRequested();
            MatrixProduct.Run(
                a.Values<float>().Slice(batchA[i] * rows * depth, rows * depth),
                false,
                b.Values<float>().Slice(batchB[i] * depth * columns, depth * columns),
                false,
                rows,
                depth,
                columns,
                result.AsSpan(i * rows * columns, rows * columns));
        }

        return Tensor.Create(scope.Output.Shape, result);
    }
}
