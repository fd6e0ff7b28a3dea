namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>Convolutions, products, pools and normalizations.</summary>
internal static class LayerOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("AveragePool", 1, AveragePoolImporter.Import),
        new("BatchNormalization", 1, BatchNormalizationImporter.Import),
        new("Conv", 1, ConvImporter.Import),
        new("Gemm", 7, GemmImporter.Import),
        new("GlobalAveragePool", 1, GlobalAveragePoolImporter.Import),
        new("GlobalMaxPool", 1, GlobalMaxPoolImporter.Import),
        new("MatMul", 1, MatMulImporter.Import),
        new("MaxPool", 1, MaxPoolImporter.Import),
        new("Softmax", 1, SoftmaxImporter.Import),
    ];
}
