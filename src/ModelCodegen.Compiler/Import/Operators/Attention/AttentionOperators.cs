namespace ModelCodegen.Compiler.Import.Operators.Attention;

/// <summary>Attention as one operator.</summary>
internal static class AttentionOperators
{
    private const string Microsoft = "com.microsoft";

    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("Attention", 23, AttentionImporter.Import),
        new("Attention", 1, PackedAttentionImporter.Import, Microsoft),
        new("MultiHeadAttention", 1, PackedAttentionImporter.ImportMultiHead, Microsoft),
    ];
}
