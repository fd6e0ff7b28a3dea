using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>LogSoftmax, since operator set 1; before 13 over all dimensions from the axis on.</summary>
internal static class LogSoftmaxImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        int axis = node.Int("axis", node.Version >= 13 ? -1 : 1);
        node.Emit(new SoftmaxGeneral(axis, node.Version >= 13 ? axis : -1, Logarithm: true));
    }
}
