using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>TopK, since operator set 1; 10 made k an input, 11 added <c>largest</c> and <c>sorted</c>. The result is always sorted.</summary>
internal static class TopKImporter
{
    public static void Import(NodeReader node)
    {
        int axis = node.Int("axis", -1);
        if (node.Version >= 10)
        {
            node.Expect(2, 2);
            node.EmitAll(new TopK(axis, node.Version < 11 || node.Flag("largest", true)), [.. node.Inputs]);
            node.Ignore("sorted");
            return;
        }

        node.Expect(1, 1);
        if (!node.Has("k"))
        {
            throw node.Invalid("the attribute 'k' is missing");
        }

        ImmutableArray<int> count = [node.Int("k", 0)];
        node.EmitAll(new TopK(axis, true), [node.Inputs[0], node.Constant("k", count)]);
    }
}
