using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>Split, since operator set 2; 13 made the lengths an input, 18 added <c>num_outputs</c>.</summary>
internal static class SplitImporter
{
    public static void Import(NodeReader node)
    {
        var split = new Split(node.Int("axis", 0));
        if (node.Version >= 13)
        {
            node.Expect(1, 2);
            int count = node.Version >= 18 ? node.Int("num_outputs", node.Outputs.Count) : node.Outputs.Count;
            if (count != node.Outputs.Count)
            {
                throw node.Invalid($"the attribute 'num_outputs' is {count}, and there are {node.Outputs.Count} outputs");
            }

            node.EmitAll(split, [.. node.Inputs]);
            return;
        }

        node.Expect(1, 1);
        ImmutableArray<int> lengths = node.Ints("split");
        node.EmitAll(split, lengths.IsDefault ? [node.Inputs[0]] : [node.Inputs[0], node.Constant("split", lengths)]);
    }
}
