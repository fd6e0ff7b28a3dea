using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>DynamicQuantizeMatMul of com.microsoft: inputs a (Float32), b, its scale, its zero point?, a bias?.</summary>
internal static class DynamicQuantizeMatMulImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(3, 5);
        ImmutableArray<string> a = node.EmitParts(new DynamicQuantizeLinear(), [node.Inputs[0]], 3);
        MatMulIntegerToFloatImporter.Emit(node, a[0], node.Inputs[1], a[1], node.Inputs[2], a[2], node.Input(3), node.Input(4));
    }
}
