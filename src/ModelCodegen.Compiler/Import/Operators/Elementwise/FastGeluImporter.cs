using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>com.microsoft's FastGelu: the approximation by tanh, of x plus an optional bias.</summary>
internal static class FastGeluImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 2);
        var gelu = new Unary(new Activation(UnaryFunction.GeluTanh));
        string x = node.HasInput(1) ? node.EmitPart(new Binary(BinaryFunction.Add), [node.Inputs[0], node.Inputs[1]]) : node.Inputs[0];
        node.Emit(gelu, [x]);
    }
}
