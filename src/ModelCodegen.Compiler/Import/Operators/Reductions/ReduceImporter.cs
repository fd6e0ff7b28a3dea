using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>The reductions, since operator set 1; 13 (ReduceSum) and 18 (the others) made the axes an input.</summary>
internal static class ReduceImporter
{
    /// <summary>The importer of a function.</summary>
    public static Action<NodeReader> For(ReduceFunction function) => node =>
    {
        var reduce = new Reduce(function) { KeepDimensions = node.Flag("keepdims", true) };
        if (node.Version >= (function == ReduceFunction.Sum ? 13 : 18))
        {
            node.Expect(1, 2);
            node.Emit(reduce with { NoopWithEmptyAxes = node.Flag("noop_with_empty_axes", false) });
            return;
        }

        node.Expect(1, 1);
        ImmutableArray<int> axes = node.Ints("axes");
        node.Emit(reduce, axes.IsDefault ? [node.Inputs[0]] : [node.Inputs[0], node.Constant("axes", axes)]);
    };
}
