using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Every dimension grows by its two paddings, which must be constants.</summary>
internal static class PadRule
{
    public static void Infer(Node node, Pad op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int rank = x.Length;
        ImmutableArray<int> pads = Pads(node, scope, rank);
        Tensor value = scope.ConstantInput(node, 2, "a value") ?? Tensor.Zeros(scope.Type(node, 0), [1]);
        if (value.Length != 1 || value.Type != scope.Type(node, 0))
        {
            throw scope.Invalid(node, $"The value '{node.Inputs[2]}' is no single number of the input's type.");
        }

        var shape = new int[rank];
        for (int d = 0; d < rank; d++)
        {
            int begin = pads[d];
            int end = pads[rank + d];
            shape[d] = checked(x[d] + begin + end);
            bool mirrored = op.Mode == PadMode.Reflect && (begin >= x[d] || end >= x[d]);
            if (shape[d] < 0 || x[d] + (long)Math.Min(begin, 0) + Math.Min(end, 0) < 0 || mirrored || (op.Mode != PadMode.Constant && x[d] == 0))
            {
                throw scope.Invalid(node, $"Paddings of {begin} and {end} are not possible where the dimension is {x[d]}.");
            }
        }

        Pad resolved = op with { Pads = pads, Value = value };
        scope.Emit(node with { Operator = resolved, Inputs = [node.Inputs[0]] }, scope.Type(node, 0), [.. shape]);
    }

    private static ImmutableArray<int> Pads(Node node, ShapeScope scope, int rank)
    {
        long[] pads = scope.ConstantInput(node, 1, "paddings")!.ToInt64();
        long[] axes = scope.ConstantInput(node, 3, "axes")?.ToInt64() ?? [.. Enumerable.Range(0, rank).Select(d => (long)d)];
        if (pads.Length != 2 * axes.Length || pads.Any(pad => pad is < int.MinValue or > int.MaxValue))
        {
            throw scope.Invalid(node, $"There are {pads.Length} paddings for {axes.Length} dimensions, or one is too large.");
        }

        var result = new int[2 * rank];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = scope.Axis(node, axes[i], rank);
            result[axis] = (int)pads[i];
            result[rank + axis] = (int)pads[axes.Length + i];
        }

        return [.. result];
    }
}
