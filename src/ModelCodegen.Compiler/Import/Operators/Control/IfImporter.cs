using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Control;

/// <summary>If, since operator set 1.</summary>
internal static class IfImporter
{
    public static void Import(NodeReader node)
    {
        node.EmitAll(new If(node.Body("then_branch", 1), node.Body("else_branch", 1)), [.. node.Inputs]);
    }
}
