using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A view: where each dimension starts and how it goes on, as ONNX clamps it.</summary>
internal static class SliceRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        ImmutableArray<int> shape = scope.Shape(node, 0);
        long[] from = scope.ConstantInput(node, 1, "starts")!.ToInt64();
        long[] to = scope.ConstantInput(node, 2, "ends")!.ToInt64();
        long[] along = scope.ConstantInput(node, 3, "axes")?.ToInt64() ?? [.. Enumerable.Range(0, from.Length).Select(i => (long)i)];
        long[] by = scope.ConstantInput(node, 4, "steps")?.ToInt64() ?? [.. Enumerable.Repeat(1L, from.Length)];
        if (to.Length != from.Length || along.Length != from.Length || by.Length != from.Length)
        {
            throw scope.Invalid(node, "Starts, ends, axes and steps have different lengths.");
        }

        int[] starts = new int[shape.Length];
        int[] steps = [.. Enumerable.Repeat(1, shape.Length)];
        int[] extents = [.. shape];
        var sliced = new HashSet<int>();
        for (int i = 0; i < from.Length; i++)
        {
            int axis = scope.Axis(node, along[i], shape.Length);
            if (by[i] is 0 or < -int.MaxValue or > int.MaxValue || !sliced.Add(axis))
            {
                throw scope.Invalid(node, $"Axis {along[i]} is named twice, or its step {by[i]} is 0 or too large.");
            }

            long extent = shape[axis];
            bool up = by[i] > 0;
            long start = Math.Clamp(from[i] < 0 ? from[i] + extent : from[i], 0, up ? extent : extent - 1);
            long end = Math.Clamp(to[i] < 0 ? to[i] + extent : to[i], up ? 0 : -1, up ? extent : extent - 1);
            long count = up ? (end - start + by[i] - 1) / by[i] : (start - end - by[i] - 1) / -by[i];
            starts[axis] = (int)Math.Max(start, 0);
            extents[axis] = (int)Math.Max(count, 0);

            // Of one element the step does not matter.
            steps[axis] = extents[axis] > 1 ? (int)by[i] : 1;
        }

        scope.Emit(node with { Operator = new View([.. starts], [.. steps]), Inputs = [node.Inputs[0]] }, scope.Type(node, 0), [.. extents]);
    }
}
