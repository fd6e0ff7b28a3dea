using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>MatMul, since operator set 1.</summary>
internal static class MatMulImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new MatMul());
    }
}
