using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Softmax over one dimension, or over several that lie next to each other.</summary>
internal static class SoftmaxLowering
{
    public static void Lower(LoweringContext context, Node node, Softmax softmax)
    {
        Placement input = context.Read(node.Inputs[0]);
        Placement output = context.Write(node.Output);
        ImmutableArray<int> shape = input.Shape;
        int length = ShapeArithmetic.Length(shape.AsSpan(softmax.Axis, softmax.LastAxis + 1 - softmax.Axis));
        ImmutableArray<int> merged = [.. shape.Take(softmax.Axis), length, .. shape.Skip(softmax.LastAxis + 1)];
        if (merged.Contains(0))
        {
            return;
        }

        ImmutableArray<int> order = [.. Enumerable.Range(0, merged.Length).Where(d => d != softmax.Axis), softmax.Axis];

        // Kernels read a little beyond the rows' ends, which only the arena allows.
        Placement whole = input.Reshape(merged) ?? context.ReadRowMajor(node.Inputs[0]).Reshape(merged)!;
        Placement from = whole.Buffer is not null && whole.IsAdjacent(softmax.Axis) ? whole : context.NewInOrder(whole.Type, merged, order);
        if (from != whole)
        {
            context.Copy(node.Name, "Copy with adjacent rows", whole, from);
        }

        Placement? direct = output.Reshape(merged);
        Placement to = direct?.IsAdjacent(softmax.Axis) == true ? direct : context.NewInOrder(output.Type, merged, order);
        LoopNest rows = LoopNest.Over(merged.RemoveAt(softmax.Axis), to.Strides.RemoveAt(softmax.Axis), from.Strides.RemoveAt(softmax.Axis))!;
        context.Emit(
            () => new SoftmaxStep(node.Name, from.Locate(), to.Locate(), length, rows.Extents, rows.Strides[1], rows.Strides[0]),
            from,
            to);
        if (to != direct)
        {
            context.Copy(node.Name, "Copy", direct is null ? to.Reshape(output.Shape)! : to, direct ?? output);
        }
    }
}
