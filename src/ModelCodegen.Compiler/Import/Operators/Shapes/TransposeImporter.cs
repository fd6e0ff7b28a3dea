using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Transpose, since operator set 1.</summary>
internal static class TransposeImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        ImmutableArray<int> permutation = node.Ints("perm");
        node.Emit(new Transpose(permutation.IsDefault ? [] : permutation));
    }
}
