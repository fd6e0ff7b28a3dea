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
        new("ConvInteger", 10, ConvIntegerImporter.Import),
        new("DequantizeLinear", 10, DequantizeLinearImporter.Import),
        new("DequantizeLinear", 1, DequantizeLinearImporter.Import, Microsoft),
        new("DynamicQuantizeLinear", 11, DynamicQuantizeLinearImporter.Import),
        new("MatMulInteger", 10, MatMulIntegerImporter.Import),
        new("QLinearConv", 10, QLinearConvImporter.Import),
        new("QLinearConv", 1, QLinearConvImporter.Import, Microsoft),
        new("QLinearMatMul", 10, QLinearMatMulImporter.Import),
        new("QuantizeLinear", 10, QuantizeLinearImporter.Import),
        new("QuantizeLinear", 1, QuantizeLinearImporter.Import, Microsoft),
        new("DynamicQuantizeMatMul", 1, DynamicQuantizeMatMulImporter.Import, Microsoft),
        new("FusedConv", 1, FusedConvImporter.Import, Microsoft),
        new("FusedGemm", 1, FusedGemmImporter.Import, Microsoft),
        new("FusedMatMul", 1, FusedMatMulImporter.Import, Microsoft),
        new("MatMulIntegerToFloat", 1, MatMulIntegerToFloatImporter.Import, Microsoft),
        new("QGemm", 1, QGemmImporter.Import, Microsoft),
        new("QLinearAdd", 1, QLinearBinaryImporter.For(BinaryFunction.Add), Microsoft),
        new("QLinearAveragePool", 1, QLinearAveragePoolImporter.Import, Microsoft),
        new("QLinearConcat", 1, QLinearConcatImporter.Import, Microsoft),
        new("QLinearGlobalAveragePool", 1, QLinearGlobalAveragePoolImporter.Import, Microsoft),
        new("QLinearLeakyRelu", 1, QLinearUnaryImporter.For(node => new Activation(UnaryFunction.LeakyRelu, node.Float("alpha", 0.01f))), Microsoft),
        new("QLinearMul", 1, QLinearBinaryImporter.For(BinaryFunction.Mul), Microsoft),
        new("QLinearReduceMean", 1, QLinearReduceMeanImporter.Import, Microsoft),
        new("QLinearSigmoid", 1, QLinearUnaryImporter.For(_ => new Activation(UnaryFunction.Sigmoid)), Microsoft),
        new("QLinearSoftmax", 1, QLinearSoftmaxImporter.Import, Microsoft),
    ];
}
