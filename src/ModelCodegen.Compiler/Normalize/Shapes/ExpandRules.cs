using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Repeated elements are views that stand still along new dimensions.</summary>
internal static class ExpandRules
{
    public static void InferExpand(Node node, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        ImmutableArray<int> target = Extents(node, scope, "a target shape");
        ImmutableArray<int> shape = ShapeArithmetic.Broadcast(x, target)
            ?? throw scope.Invalid(node, $"{ShapeArithmetic.Format(x)} cannot be expanded to {ShapeArithmetic.Format(target)}.");
        var expansion = new NodeExpansion(node, scope);
        ImmutableArray<int> own = [.. Enumerable.Repeat(1, shape.Length - x.Length), .. x];
        string aligned = expansion.Reshape(node.Inputs[0], own.AsSpan());
        if (own.SequenceEqual(shape))
        {
            expansion.Into(node.Output, new Identity(), aligned);
            return;
        }

        scope.Emit(node with { Operator = Repeating(own, shape), Inputs = [aligned] }, scope.Type(node, 0), shape);
    }

    /// <summary>[a, b] repeated [r, s] times is [r, a, s, b], where elements stand still along r and s.</summary>
    public static void InferTile(Node node, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        ImmutableArray<int> repeats = Extents(node, scope, "repeats");
        if (repeats.Length != x.Length)
        {
            throw scope.Invalid(node, $"{repeats.Length} repeats do not fit a tensor of {x.Length} dimensions.");
        }

        var single = new List<int>();
        var repeated = new List<int>();
        for (int d = 0; d < x.Length; d++)
        {
            if (repeats[d] != 1)
            {
                single.Add(1);
                repeated.Add(repeats[d]);
            }

            if (repeats[d] == 1 || x[d] != 1)
            {
                single.Add(x[d]);
                repeated.Add(x[d]);
            }
        }

        ImmutableArray<int> from = [.. single];
        ImmutableArray<int> to = [.. repeated];
        var expansion = new NodeExpansion(node, scope);
        string value = expansion.Reshape(node.Inputs[0], from.AsSpan());
        if (!from.SequenceEqual(to))
        {
            string view = scope.NewName(node.Output + "/repeated");
            scope.Emit(new Node(node.Name + "/repeat", Repeating(from, to), [value], [view]), scope.Type(node, 0), to);
            value = view;
        }

        int[] shape = [.. x.Zip(repeats, (extent, count) => checked(extent * count))];
        expansion.ReshapeInto(node.Output, value, shape);
    }

    private static View Repeating(ImmutableArray<int> from, ImmutableArray<int> to) => new(
        [.. from.Select(_ => 0)],
        [.. from.Zip(to, (extent, target) => extent == target ? 1 : 0)]);

    private static ImmutableArray<int> Extents(Node node, ShapeScope scope, string role)
    {
        long[] extents = scope.ConstantInput(node, 1, role)!.ToInt64();
        return extents.All(extent => extent is >= 0 and <= int.MaxValue)
            ? [.. extents.Select(extent => (int)extent)]
            : throw scope.Invalid(node, $"[{string.Join(",", extents)}] are no {(role == "repeats" ? role : "extents")}.");
    }
}
