using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Attention;

/// <summary>ONNX Runtime's Attention and MultiHeadAttention, in their basic forms.</summary>
internal static class PackedAttentionImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 7);
        if (node.HasInput(4) || node.HasInput(6) || node.Flag("do_rotary", false) || node.Flag("past_present_share_buffer", false))
        {
            throw node.Unsupported("Attention with past keys or rotated embeddings is not supported");
        }

        node.Ignore("rotary_embedding_dim");
        node.ExpectOneOutput();
        ImmutableArray<int> hidden = node.Ints("qkv_hidden_sizes");
        node.Emit(
            Read(node, isSelf: true) with { Hidden = hidden.IsDefault ? [] : hidden },
            [node.Inputs[0], node.Inputs[1], Input(node, 2), Input(node, 3), Input(node, 5)]);
    }

    public static void ImportMultiHead(NodeReader node)
    {
        node.Expect(1, 8);
        node.EmitAll(Read(node, isSelf: false), [.. Enumerable.Range(0, 8).Select(i => Input(node, i))]);
    }

    private static PackedAttention Read(NodeReader node, bool isSelf)
    {
        int heads = node.Int("num_heads", 0);
        float scale = node.Float("scale", 0);
        return new PackedAttention(heads > 0 ? heads : throw node.Invalid($"the attribute 'num_heads' is {heads}"), isSelf)
        {
            Scale = scale == 0 ? null : scale,
            IsCausal = node.Flag("unidirectional", false),
            MaskValue = node.Float("mask_filter_value", -10000),
        };
    }

    private static string Input(NodeReader node, int index) => node.HasInput(index) ? node.Inputs[index] : "";
}
