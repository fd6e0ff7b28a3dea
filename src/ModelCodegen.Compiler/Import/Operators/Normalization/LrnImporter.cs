using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Normalization;

/// <summary>LRN, since operator set 1.</summary>
internal static class LrnImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        int size = node.Int("size", 0);
        if (size < 1)
        {
            throw node.Invalid($"the attribute 'size' is {size}");
        }

        node.Emit(new LocalResponseNormalization(size, node.Float("alpha", 1e-4f), node.Float("beta", 0.75f), node.Float("bias", 1)));
    }
}
