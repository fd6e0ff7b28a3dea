using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Means over the one or two last dimensions are a global pool; other means are not supported.</summary>
internal static class ReduceMeanRule
{
    public static void Infer(Node node, ReduceMean op, ShapeScope scope)
    {
        scope.ExpectFloat(node, 0);
        ImmutableArray<int> x = scope.Shape(node, 0);
        long[] given = scope.ConstantInput(node, 1, "axes")?.ToInt64() ?? [];
        if (given.Length == 0 && op.NoopWithEmptyAxes)
        {
            scope.Emit(node with { Operator = new Identity(), Inputs = [node.Inputs[0]] }, ElementType.Float32, x);
            return;
        }

        int[] axes = given.Length == 0 ? [.. Enumerable.Range(0, x.Length)] : [.. given.Select(axis => scope.Axis(node, axis, x.Length)).Distinct().Order()];
        int rank = axes.Length;
        if (rank is not (1 or 2) || x.Length != rank + 2 || axes[0] != 2)
        {
            throw new CompilationException(
                DiagnosticCode.OperatorUnsupported,
                $"ReduceMean over the dimensions {ShapeArithmetic.Format([.. axes])} of {ShapeArithmetic.Format(x)} is not supported, only over all spatial dimensions.",
                node.Name);
        }

        ImmutableArray<int> ones = [.. Enumerable.Repeat(1, rank)];
        var pool = new Pool
        {
            Function = PoolFunction.Average,
            KernelShape = x[2..],
            Strides = ones,
            Dilations = ones,
            Pads = [.. Enumerable.Repeat(0, 2 * rank)],
        };
        ImmutableArray<int> pooled = [x[0], x[1], .. ones];
        string output = op.KeepDimensions ? node.Output : scope.NewName(node.Output + "/pooled");
        scope.Emit(node with { Operator = pool, Inputs = [node.Inputs[0]], Outputs = [output] }, ElementType.Float32, pooled);
        if (!op.KeepDimensions)
        {
            scope.Emit(node with { Name = node.Name + "/reshape", Operator = new Reshape(), Inputs = [output] }, ElementType.Float32, [x[0], x[1]]);
        }
    }
}
