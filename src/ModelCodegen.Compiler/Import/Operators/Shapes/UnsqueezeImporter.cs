using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Unsqueeze, since operator set 1; 13 made the axes an input.</summary>
internal static class UnsqueezeImporter
{
    public static void Import(NodeReader node)
    {
        if (node.Version >= 13)
        {
            node.Expect(2, 2);
            node.Emit(new Unsqueeze());
            return;
        }

        node.Expect(1, 1);
        ImmutableArray<int> axes = node.Ints("axes");
        if (axes.IsDefault)
        {
            throw node.Invalid("the attribute 'axes' is missing");
        }

        node.Emit(new Unsqueeze(), [node.Inputs[0], node.Constant("axes", axes)]);
    }
}
