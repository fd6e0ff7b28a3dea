namespace ModelCodegen.Compiler.Import.Operators.Normalization;

/// <summary>Normalizations by statistics of the values themselves.</summary>
internal static class NormalizationOperators
{
    private const string Microsoft = "com.microsoft";

    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("GroupNormalization", 18, GroupNormalizationImporter.Import),
        new("InstanceNormalization", 6, InstanceNormalizationImporter.Import),
        new("LRN", 1, LrnImporter.Import),
        new("LayerNormalization", 1, LayerNormalizationImporter.Import),
        new("LpNormalization", 1, LpNormalizationImporter.Import),
        new("MeanVarianceNormalization", 9, MeanVarianceNormalizationImporter.Import),
        new("RMSNormalization", 23, LayerNormalizationImporter.Import),
        new("SimplifiedLayerNormalization", 1, LayerNormalizationImporter.Import),
        new("SimplifiedLayerNormalization", 1, LayerNormalizationImporter.Import, Microsoft),
        new("SkipLayerNormalization", 1, SkipLayerNormalizationImporter.Import, Microsoft),
        new("SkipSimplifiedLayerNormalization", 1, SkipLayerNormalizationImporter.Import, Microsoft),
    ];
}
