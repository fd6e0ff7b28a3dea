using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Mod, since operator set 10: the remainder with the divisor's sign, or with fmod the dividend's.</summary>
internal static class ModImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new Binary(node.Flag("fmod", false) ? BinaryFunction.Fmod : BinaryFunction.Mod));
    }
}
