using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Everything that only changes the shape becomes one operator.</summary>
internal static class ReshapeRules
{
    public static void Infer(Node node, ReshapeTo op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        long[] target = scope.ConstantInput(node, 1, "a target shape")!.ToInt64();
        var shape = new int[target.Length];
        int unknown = -1;
        long known = 1;
        for (int d = 0; d < shape.Length; d++)
        {
            long extent = target[d];
            if (extent == 0 && !op.AllowZero)
            {
                extent = d < x.Length ? x[d] : throw scope.Invalid(node, $"Dimension {d} of the target [{string.Join(",", target)}] copies one that the input does not have.");
            }

            if (extent == -1 && unknown < 0)
            {
                unknown = d;
                continue;
            }

            shape[d] = extent is < 0 or > int.MaxValue ? throw scope.Invalid(node, $"The target shape [{string.Join(",", target)}] is not legal.") : (int)extent;
            known = checked(known * extent);
        }

        int length = ShapeArithmetic.Length(x);
        if (unknown >= 0)
        {
            shape[unknown] = known > 0 && length % known == 0 ? (int)(length / known) : -1;
        }

        if (unknown >= 0 ? shape[unknown] < 0 : known != length)
        {
            throw scope.Invalid(node, $"{ShapeArithmetic.Format(x)} cannot be reshaped to [{string.Join(",", target)}].");
        }

        Emit(node, scope, [.. shape]);
    }

    public static void Infer(Node node, Flatten op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int axis = op.Axis == x.Length ? op.Axis : scope.Axis(node, op.Axis, x.Length);
        Emit(node, scope, [ShapeArithmetic.Length(x[..axis]), ShapeArithmetic.Length(x[axis..])]);
    }

    public static void InferSqueeze(Node node, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        HashSet<int>? axes = scope.ConstantInput(node, 1, "axes") is { } constant
            ? [.. constant.ToInt64().Select(axis => scope.Axis(node, axis, x.Length))]
            : null;
        if (axes?.FirstOrDefault(axis => x[axis] != 1, -1) is { } wide and >= 0)
        {
            throw scope.Invalid(node, $"Dimension {wide} of {ShapeArithmetic.Format(x)} is not 1 and cannot be dropped.");
        }

        Emit(node, scope, [.. x.Where((extent, d) => axes is null ? extent != 1 : !axes.Contains(d))]);
    }

    public static void InferUnsqueeze(Node node, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        long[] axes = scope.ConstantInput(node, 1, "axes")!.ToInt64();
        int rank = x.Length + axes.Length;
        var inserted = new HashSet<int>();
        foreach (long axis in axes)
        {
            if (!inserted.Add(scope.Axis(node, axis, rank)))
            {
                throw scope.Invalid(node, $"The axis {axis} is named twice.");
            }
        }

        var shape = new int[rank];
        int next = 0;
        for (int d = 0; d < rank; d++)
        {
            shape[d] = inserted.Contains(d) ? 1 : x[next++];
        }

        Emit(node, scope, [.. shape]);
    }

    private static void Emit(Node node, ShapeScope scope, ImmutableArray<int> shape) =>
        scope.Emit(node with { Operator = new Reshape(), Inputs = [node.Inputs[0]] }, scope.Type(node, 0), shape);
}
