using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Import.Operators.Attention;

/// <summary>Attention, since operator set 23; 24 added the number of keys that are no padding, which is not supported.</summary>
internal static class AttentionImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(3, node.Version >= 24 ? 7 : 6);
        node.Ignore("softmax_precision");
        if (node.HasInput(6))
        {
            throw node.Unsupported("Attention with the number of keys that are no padding is not supported");
        }

        int scoresAt = node.Int("qk_matmul_output_mode", 0);
        if (scoresAt is < 0 or > 3)
        {
            throw node.Invalid($"the attribute 'qk_matmul_output_mode' is {scoresAt}");
        }

        ImmutableArray<string> inputs = [.. node.Inputs.Take(6)];
        node.EmitAll(
            new Ir.Operators.Attention
            {
                QueryHeads = node.Int("q_num_heads", 0),
                KeyHeads = node.Int("kv_num_heads", 0),
                Scale = node.Has("scale") ? node.Float("scale", 0) : null,
                Softcap = node.Float("softcap", 0),
                IsCausal = node.Flag("is_causal", false),
                ScoresAt = scoresAt,
            },
            inputs);
    }
}
