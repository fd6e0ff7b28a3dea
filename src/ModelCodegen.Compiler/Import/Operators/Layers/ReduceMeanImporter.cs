using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>ReduceMean, since operator set 1; 18 made the axes an input.</summary>
internal static class ReduceMeanImporter
{
    public static void Import(NodeReader node)
    {
        bool keep = node.Flag("keepdims", true);
        if (node.Version >= 18)
        {
            node.Expect(1, 2);
            node.Emit(new ReduceMean(keep, node.Flag("noop_with_empty_axes", false)));
            return;
        }

        node.Expect(1, 1);
        ImmutableArray<int> axes = node.Ints("axes");
        node.Emit(new ReduceMean(keep, false), axes.IsDefault ? [node.Inputs[0]] : [node.Inputs[0], node.Constant("axes", axes)]);
    }
}
