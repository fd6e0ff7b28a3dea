using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Parts of a tensor.</summary>
internal static class SliceEvaluation
{
    public static Tensor Run(EvaluationScope scope)
    {
        Tensor x = scope.Input(0);
        ImmutableArray<int> strides = ShapeArithmetic.Strides(x.Shape);
        (int Start, int Step)[] ranges = Ranges(x.Shape, scope.Input(1), scope.Input(2), scope.Optional(3), scope.Optional(4), out _);
        int[][] terms = [.. ranges.Select((range, d) => Enumerable.Range(0, scope.Output.Shape[d]).Select(i => (range.Start + (i * range.Step)) * strides[d]).ToArray())];
        return MappedCopy.Run(x, scope.Output.Shape, terms);
    }

    /// <summary>Where each dimension starts and how it goes on, as ONNX clamps it.</summary>
    /// <exception cref="ArgumentException">The lists contradict each other or the shape.</exception>
    public static (int Start, int Step)[] Ranges(ImmutableArray<int> shape, Tensor starts, Tensor ends, Tensor? axes, Tensor? steps, out ImmutableArray<int> result)
    {
        var ranges = new (int, int)[shape.Length];
        Array.Fill(ranges, (0, 1));
        int[] extents = [.. shape];
        long[] from = starts.ToInt64();
        long[] to = ends.ToInt64();
        long[] along = axes?.ToInt64() ?? [.. Enumerable.Range(0, from.Length).Select(i => (long)i)];
        long[] by = steps?.ToInt64() ?? [.. Enumerable.Repeat(1L, from.Length)];
        if (to.Length != from.Length || along.Length != from.Length || by.Length != from.Length || along.Distinct().Count() != along.Length)
        {
            throw new ArgumentException("Starts, ends, axes and steps have different lengths, or an axis is named twice.");
        }

        for (int i = 0; i < from.Length; i++)
        {
            long axis = along[i] < 0 ? along[i] + shape.Length : along[i];
            if (axis < 0 || axis >= shape.Length || by[i] is 0 or < -int.MaxValue or > int.MaxValue)
            {
                throw new ArgumentException($"Axis {along[i]} does not exist, or its step {by[i]} is 0 or too large.");
            }

            long extent = shape[(int)axis];
            bool up = by[i] > 0;
            long start = Math.Clamp(from[i] < 0 ? from[i] + extent : from[i], 0, up ? extent : extent - 1);
            long end = Math.Clamp(to[i] < 0 ? to[i] + extent : to[i], up ? 0 : -1, up ? extent : extent - 1);
            long count = up ? (end - start + by[i] - 1) / by[i] : (start - end - by[i] - 1) / -by[i];
            ranges[axis] = ((int)Math.Max(start, 0), (int)by[i]);
            extents[axis] = (int)Math.Max(count, 0);
        }

        result = [.. extents];
        return ranges;
    }
}
