using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Known positions at equal distances are a view; one alone, as exporters write x[i], is the usual case.</summary>
internal static class GatherRule
{
    public static void Infer(Node node, Gather op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int axis = scope.Axis(node, op.Axis, x.Length);
        if (scope.Constant(node.Inputs[0]) is not null
            || scope.Constant(node.Inputs[1]) is not { } indices
            || Progression(indices, x[axis]) is not (int start, int step))
        {
            var gather = new Gather(axis);
            KernelOperatorRule.Infer(node with { Operator = gather }, gather, scope);
            return;
        }

        ImmutableArray<int> starts = [.. x.Select((_, d) => d == axis ? start : 0)];
        ImmutableArray<int> steps = [.. x.Select((_, d) => d == axis ? step : 1)];
        ImmutableArray<int> slices = x.SetItem(axis, indices.Length);
        ImmutableArray<int> shape = [.. x[..axis], .. indices.Shape, .. x[(axis + 1)..]];
        string view = indices.Shape.Length == 1 ? node.Output : scope.NewName(node.Output + "/view");
        scope.Emit(node with { Operator = new View(starts, steps), Inputs = [node.Inputs[0]], Outputs = [view] }, scope.Type(node, 0), slices);
        if (view != node.Output)
        {
            scope.Emit(node with { Name = node.Name + "/reshape", Operator = new Reshape(), Inputs = [view] }, scope.Type(node, 0), shape);
        }
    }

    // The first position and the distance to the next.
    private static (int Start, int Step)? Progression(Tensor indices, int extent)
    {
        long[] positions = [.. indices.ToInt64().Select(index => index < 0 ? index + extent : index)];
        if (positions.Length == 0 || positions.Any(position => position < 0 || position >= extent))
        {
            return null;
        }

        long step = positions.Length > 1 ? positions[1] - positions[0] : 1;
        bool even = Enumerable.Range(0, positions.Length).All(i => positions[i] == positions[0] + (i * step));
        return even ? ((int)positions[0], (int)step) : null;
    }
}
