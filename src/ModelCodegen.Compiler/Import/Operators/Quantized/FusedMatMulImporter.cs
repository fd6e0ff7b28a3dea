using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>FusedMatMul of com.microsoft: MatMul with transposed operands and a factor.</summary>
internal static class FusedMatMulImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        if (node.Flag("transBatchA", false) || node.Flag("transBatchB", false))
        {
            throw node.Unsupported("FusedMatMul with transBatchA or transBatchB is not supported");
        }

        node.Emit(new FusedMatMul(node.Flag("transA", false), node.Flag("transB", false), node.Float("alpha", 1)));
    }
}
