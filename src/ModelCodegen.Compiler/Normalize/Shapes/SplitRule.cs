using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Every part is a view. Where no lengths are given the parts are equal, but for the last, which may be shorter.</summary>
internal static class SplitRule
{
    public static void Infer(Node node, Split op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int axis = scope.Axis(node, op.Axis, x.Length);
        int count = node.Outputs.Length;
        int part = (x[axis] + count - 1) / count;
        long[] lengths = scope.ConstantInput(node, 1, "lengths")?.ToInt64()
            ?? [.. Enumerable.Range(0, count).Select(i => (long)Math.Clamp(x[axis] - (i * part), 0, part))];
        if (lengths.Length != count || lengths.Any(length => length < 0 || length > x[axis]) || lengths.Sum() != x[axis])
        {
            throw scope.Invalid(node, $"A dimension of {x[axis]} cannot be split into [{string.Join(",", lengths)}] for {count} outputs.");
        }

        int start = 0;
        for (int i = 0; i < count; i++)
        {
            if (node.Outputs[i].Length > 0)
            {
                var view = new View([.. x.Select((_, d) => d == axis ? start : 0)], [.. x.Select(_ => 1)]);
                scope.Emit(new Node($"{node.Name}/{i}", view, [node.Inputs[0]], [node.Outputs[i]]), scope.Type(node, 0), x.SetItem(axis, (int)lengths[i]));
            }

            start += (int)lengths[i];
        }
    }
}
