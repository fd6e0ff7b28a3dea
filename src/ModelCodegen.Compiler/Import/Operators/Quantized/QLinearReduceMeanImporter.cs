using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>QLinearReduceMean of com.microsoft.</summary>
internal static class QLinearReduceMeanImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(4, 5);
        ImmutableArray<int> axes = node.Ints("axes");
        var mean = new Reduce(ReduceFunction.Mean) { KeepDimensions = node.Flag("keepdims", true) };
        string x = Dequantize(node, 0);
        Quantize(node, node.EmitPart(mean, axes.IsDefault ? [x] : [x, node.Constant("axes", axes)], ownName: true), 3, 4, 2);
    }
}
