using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>BitShift, since operator set 11.</summary>
internal static class BitShiftImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        string direction = node.Text("direction", "");
        node.Emit(new Binary(direction switch
        {
            "LEFT" => BinaryFunction.ShiftLeft,
            "RIGHT" => BinaryFunction.ShiftRight,
            _ => throw node.Invalid($"the attribute 'direction' is '{direction}'"),
        }));
    }
}
