using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Functions of two elements.</summary>
internal static class BinaryImporter
{
    /// <summary>The importer of a function.</summary>
    public static Action<NodeReader> For(BinaryFunction function) => node =>
    {
        node.Expect(2, 2);
        node.Emit(new Binary(function));
    };
}
