using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Gelu, since operator set 20 and in com.microsoft.</summary>
internal static class GeluImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        string approximate = node.Text("approximate", "none");
        node.Emit(new Unary(new Activation(approximate switch
        {
            "none" => UnaryFunction.Gelu,
            "tanh" => UnaryFunction.GeluTanh,
            _ => throw node.Invalid($"the attribute 'approximate' is '{approximate}'"),
        })));
    }
}
