using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>The odd element is cut off or added at the end.</summary>
internal static class CenterCropPadRule
{
    public static void Infer(Node node, CenterCropPad op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int rank = x.Length;
        long[] wished = scope.ConstantInput(node, 1, "a shape")!.ToInt64();
        int[] axes = op.Axes.IsEmpty ? [.. Enumerable.Range(0, rank)] : [.. op.Axes.Select(axis => scope.Axis(node, axis, rank))];
        if (wished.Length != axes.Length || axes.Distinct().Count() != axes.Length || wished.Any(extent => extent is <= 0 or > int.MaxValue))
        {
            throw scope.Invalid(node, $"[{string.Join(",", wished)}] are no extents of {axes.Length} dimensions.");
        }

        var starts = new int[rank];
        int[] inside = [.. x];
        var pads = new long[2 * rank];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes[i];
            int extent = (int)wished[i];
            inside[axis] = Math.Min(x[axis], extent);
            starts[axis] = (x[axis] - inside[axis]) / 2;
            pads[axis] = (extent - inside[axis]) / 2;
            pads[rank + axis] = extent - inside[axis] - pads[axis];
        }

        var expansion = new NodeExpansion(node, scope);
        string cut = expansion.Slice(node.Inputs[0], starts, inside);
        if (pads.All(pad => pad == 0))
        {
            expansion.Into(node.Output, new Identity(), cut);
        }
        else
        {
            expansion.Into(node.Output, new Pad(), cut, expansion.Constant("pads", Tensor.Create([2 * rank], pads)));
        }
    }
}
