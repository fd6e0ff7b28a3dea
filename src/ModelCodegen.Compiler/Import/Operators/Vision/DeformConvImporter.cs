using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Vision;

/// <summary>DeformConv, since operator set 19.</summary>
internal static class DeformConvImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(3, 5);
        node.Ignore("kernel_shape");
        node.Emit(new DeformConv(
            Math.Max(node.Int("group", 1), 1),
            Math.Max(node.Int("offset_group", 1), 1),
            List(node, "strides", 2, 1, 1),
            List(node, "pads", 4, 0, 0),
            List(node, "dilations", 2, 1, 1)));
    }

    private static ImmutableArray<int> List(NodeReader node, string name, int length, int fallback, int least)
    {
        ImmutableArray<int> list = node.Ints(name);
        return list.IsDefault ? [.. Enumerable.Repeat(fallback, length)]
            : list.Length == length && list.All(item => item >= least) ? list
            : throw node.Unsupported($"DeformConv with {list.Length} {name} is not supported, only over two dimensions");
    }
}
