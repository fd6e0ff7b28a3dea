using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>Hardmax, since operator set 1; before 13 over all dimensions from the axis on.</summary>
internal static class HardmaxImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        int axis = node.Int("axis", node.Version >= 13 ? -1 : 1);
        node.Emit(node.Version >= 13 ? new Hardmax(axis, axis) : new Hardmax(axis, -1));
    }
}
