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
        Placement from = input.Reshape(merged) ?? context.ReadRowMajor(node.Inputs[0]).Reshape(merged)!;
        Placement? direct = output.Reshape(merged);
        Placement to = direct ?? context.NewRowMajor(output.Type, merged);
        LoopNest? rows = LoopNest.Over(
            merged.RemoveAt(softmax.Axis), to.Strides.RemoveAt(softmax.Axis), from.Strides.RemoveAt(softmax.Axis));
        if (rows is null || length == 0)
        {
            return;
        }

        context.Emit(
            () => new SoftmaxStep(
                node.Name,
                from.Locate(),
                to.Locate(),
                length,
                from.Strides[softmax.Axis],
                to.Strides[softmax.Axis],
                rows.Extents,
                rows.Strides[1],
                rows.Strides[0]),
            from,
            to);
        if (direct is null)
        {
            context.Copy(node.Name, "Copy", to.Reshape(output.Shape)!, output);
        }
    }
}
