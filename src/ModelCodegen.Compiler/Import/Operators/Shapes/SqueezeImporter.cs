using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Squeeze, since operator set 1; 13 made the axes an input.</summary>
internal static class SqueezeImporter
{
    public static void Import(NodeReader node)
    {
        if (node.Version >= 13)
        {
            node.Expect(1, 2);
            node.Emit(new Squeeze());
            return;
        }

        node.Expect(1, 1);
        ImmutableArray<int> axes = node.Ints("axes");
        node.Emit(new Squeeze(), axes.IsDefault ? [node.Inputs[0]] : [node.Inputs[0], node.Constant("axes", axes)]);
    }
}
