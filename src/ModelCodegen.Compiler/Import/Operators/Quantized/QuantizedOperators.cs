using ModelCodegen.Compiler.Import.Operators.Elementwise;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>Operators of quantized models, and those that ONNX Runtime fuses.</summary>
internal static class QuantizedOperators
{
    private const string Microsoft = "com.microsoft";

    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("ConvInteger", 10, ConvIntegerImporter.Import, Bytes: ByteForm.Integer),
        new("DequantizeLinear", 10, DequantizeLinearImporter.Import, Bytes: ByteForm.Integer),
        new("DequantizeLinear", 1, DequantizeLinearImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("DynamicQuantizeLinear", 11, DynamicQuantizeLinearImporter.Import, Bytes: ByteForm.Integer),
        new("MatMulInteger", 10, MatMulIntegerImporter.Import, Bytes: ByteForm.Integer),
        new("QLinearConv", 10, QLinearConvImporter.Import, Bytes: ByteForm.Integer),
        new("QLinearConv", 1, QLinearConvImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("QLinearMatMul", 10, QLinearMatMulImporter.Import, Bytes: ByteForm.Integer),
        new("QuantizeLinear", 10, QuantizeLinearImporter.Import, Bytes: ByteForm.Integer),
        new("QuantizeLinear", 1, QuantizeLinearImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("DynamicQuantizeMatMul", 1, DynamicQuantizeMatMulImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("FusedConv", 1, FusedConvImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("FusedGemm", 1, FusedGemmImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("FusedMatMul", 1, FusedMatMulImporter.Import, Microsoft),
        new("MatMulIntegerToFloat", 1, MatMulIntegerToFloatImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("QGemm", 1, QGemmImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("QLinearAdd", 1, QLinearBinaryImporter.For(BinaryFunction.Add), Microsoft, Bytes: ByteForm.Integer),
        new("QLinearAveragePool", 1, QLinearAveragePoolImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("QLinearConcat", 1, QLinearConcatImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("QLinearGlobalAveragePool", 1, QLinearGlobalAveragePoolImporter.Import, Microsoft, Bytes: ByteForm.Integer),
        new("QLinearLeakyRelu", 1, QLinearUnaryImporter.For(node => new Activation(UnaryFunction.LeakyRelu, node.Float("alpha", 0.01f))), Microsoft, Bytes: ByteForm.Integer),
        new("QLinearMul", 1, QLinearBinaryImporter.For(BinaryFunction.Mul), Microsoft, Bytes: ByteForm.Integer),
        new("QLinearReduceMean", 1, QLinearReduceMeanImporter.Import, Microsoft),
        new("QLinearSigmoid", 1, QLinearUnaryImporter.For(_ => new Activation(UnaryFunction.Sigmoid)), Microsoft, Bytes: ByteForm.Integer),
        new("QLinearSoftmax", 1, QLinearSoftmaxImporter.Import, Microsoft),
    ];
}
