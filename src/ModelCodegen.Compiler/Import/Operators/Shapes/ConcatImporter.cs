using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Concat, since operator set 4; 11 allowed negative axes.</summary>
internal static class ConcatImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, int.MaxValue);
        if (!node.Has("axis") || !node.Inputs.All(input => input.Length > 0))
        {
            throw node.Invalid("the attribute 'axis' is missing, or an input is omitted");
        }

        node.Emit(new Concat(node.Int("axis", 0)));
    }
}
