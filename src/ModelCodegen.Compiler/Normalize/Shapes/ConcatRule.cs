using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Extents along the axis add up, the others are equal.</summary>
internal static class ConcatRule
{
    public static void Infer(Node node, Concat op, ShapeScope scope)
    {
        int[] shape = [.. scope.Shape(node, 0)];
        int axis = scope.Axis(node, op.Axis, shape.Length);
        for (int i = 1; i < node.Inputs.Length; i++)
        {
            ImmutableArray<int> part = scope.Shape(node, i);
            if (part.Length != shape.Length || !part.Select((extent, d) => d == axis || extent == shape[d]).All(equal => equal) || scope.Type(node, i) != scope.Type(node, 0))
            {
                throw scope.Invalid(node, $"'{node.Inputs[i]}' of shape {ShapeArithmetic.Format(part)} cannot be joined to {ShapeArithmetic.Format([.. shape])} along dimension {axis}.");
            }

            shape[axis] = checked(shape[axis] + part[axis]);
        }

        scope.Emit(node with { Operator = new Concat(axis) }, scope.Type(node, 0), [.. shape]);
    }
}
