using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>Add, Sub, Mul and Div, since operator set 7.</summary>
internal static class ArithmeticImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        node.Emit(new Binary(Enum.Parse<BinaryFunction>(node.OperatorName)));
    }
}
