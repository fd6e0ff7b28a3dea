using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>MatMulInteger, since operator set 10.</summary>
internal static class MatMulIntegerImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 4);
        node.Emit(new MatMulInteger());
    }
}
