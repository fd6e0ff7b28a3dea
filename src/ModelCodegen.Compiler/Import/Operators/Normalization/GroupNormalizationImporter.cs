using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Normalization;

/// <summary>GroupNormalization, since operator set 18; since 21 with a scale per channel.</summary>
internal static class GroupNormalizationImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(3, 3);
        node.Ignore("stash_type");
        int groups = node.Int("num_groups", 0);
        if (groups < 1)
        {
            throw node.Invalid($"the attribute 'num_groups' is {groups}");
        }

        node.Emit(new ChannelNormalization(groups, node.Float("epsilon", 1e-5f)));
    }
}
