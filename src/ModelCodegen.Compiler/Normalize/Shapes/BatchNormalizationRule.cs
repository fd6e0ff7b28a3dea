using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>The shape stays; the four vectors must be constants of one element per channel.</summary>
internal static class BatchNormalizationRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        scope.ExpectFloat(node, 0, 1, 2, 3, 4);
        ImmutableArray<int> shape = scope.Shape(node, 0);
        if (shape.Length < 2)
        {
            throw scope.Invalid(node, $"BatchNormalization needs a batch and a channel dimension; its input has shape {ShapeArithmetic.Format(shape)}.");
        }

        for (int i = 1; i < 5; i++)
        {
            Tensor vector = scope.ConstantInput(node, i, "scale, bias, mean and variance")!;
            if (vector.Length != shape[1] || vector.Shape.Length != 1)
            {
                throw scope.Invalid(node, $"'{node.Inputs[i]}' has shape {ShapeArithmetic.Format(vector.Shape)}, the input has {shape[1]} channels.");
            }
        }

        scope.Emit(node, ElementType.Float32, shape);
    }
}
