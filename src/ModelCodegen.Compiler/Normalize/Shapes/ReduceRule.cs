using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Means and maxima of whole maps are global pools, reductions of nothing are reshapes, all others have a kernel.</summary>
internal static class ReduceRule
{
    public static void Infer(Node node, Reduce op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        long[] given = scope.ConstantInput(node, 1, "axes")?.ToInt64() ?? [];
        ImmutableArray<int> axes = given.Length > 0 ? [.. given.Select(axis => scope.Axis(node, axis, x.Length)).Distinct().Order()]
            : op.NoopWithEmptyAxes ? []
            : [.. Enumerable.Range(0, x.Length)];
        Reduce resolved = op with { Axes = axes };
        Node reduction = node with { Operator = resolved, Inputs = [node.Inputs[0]] };
        ElementType type = scope.Type(node, 0);
        if (IsOverMap(node, resolved, scope))
        {
            EmitPool(reduction, resolved, scope);
        }
        else if (axes.All(axis => x[axis] == 1) && op.Function is ReduceFunction.Sum or ReduceFunction.Mean or ReduceFunction.Max or ReduceFunction.Min or ReduceFunction.Prod)
        {
            scope.Emit(reduction with { Operator = new Reshape() }, type, resolved.Infer(scope.OperandsOf(reduction))[0].Shape);
        }
        else
        {
            KernelOperatorRule.Infer(reduction, resolved, scope);
        }
    }

    // All spatial dimensions of an image, or of a sequence that comes from a convolution.
    private static bool IsOverMap(Node node, Reduce op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        return op.Function is ReduceFunction.Mean or ReduceFunction.Max
            && scope.Type(node, 0) == ElementType.Float32
            && scope.Constant(node.Inputs[0]) is null
            && x.Length is 3 or 4
            && !x.Contains(0)
            && op.Axes.SequenceEqual(Enumerable.Range(2, x.Length - 2))
            && (x.Length == 4 || scope.IsConvolved(node.Inputs[0]));
    }

    private static void EmitPool(Node node, Reduce op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        ImmutableArray<int> ones = [.. x.Skip(2).Select(_ => 1)];
        var pool = new Pool
        {
            Function = op.Function == ReduceFunction.Mean ? PoolFunction.Average : PoolFunction.Max,
            KernelShape = x[2..],
            Strides = ones,
            Dilations = ones,
            Pads = [.. Enumerable.Repeat(0, 2 * ones.Length)],
        };
        string output = op.KeepDimensions ? node.Output : scope.NewName(node.Output + "/pooled");
        scope.Emit(node with { Operator = pool, Outputs = [output] }, ElementType.Float32, [x[0], x[1], .. ones]);
        if (!op.KeepDimensions)
        {
            scope.Emit(node with { Name = node.Name + "/reshape", Operator = new Reshape(), Inputs = [output] }, ElementType.Float32, [x[0], x[1]]);
        }
    }
}
