namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>Convolutions, products, pools and normalizations.</summary>
internal static class LayerOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("AveragePool", 1, AveragePoolImporter.Import, Bytes: ByteForm.Integer),
        new("BatchNormalization", 1, BatchNormalizationImporter.Import, Bytes: ByteForm.Folded),
        new("Conv", 1, ConvImporter.Import, Bytes: ByteForm.Integer),
        new("Gemm", 7, GemmImporter.Import, Bytes: ByteForm.Integer),
        new("GlobalAveragePool", 1, GlobalAveragePoolImporter.Import, Bytes: ByteForm.Integer),
        new("GlobalMaxPool", 1, GlobalMaxPoolImporter.Import, Bytes: ByteForm.Integer),
        new("MatMul", 1, MatMulImporter.Import, Bytes: ByteForm.Integer),
        new("MaxPool", 1, MaxPoolImporter.Import, Bytes: ByteForm.Integer),
        new("Softmax", 1, SoftmaxImporter.Import),
    ];
}
