using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Slice, since operator set 1; 10 made starts, ends and axes inputs and added steps.</summary>
internal static class SliceImporter
{
    public static void Import(NodeReader node)
    {
        if (node.Version >= 10)
        {
            node.Expect(3, 5);
            node.Emit(new Slice());
            return;
        }

        node.Expect(1, 1);
        ImmutableArray<int> starts = node.Ints("starts");
        ImmutableArray<int> ends = node.Ints("ends");
        ImmutableArray<int> axes = node.Ints("axes");
        if (starts.IsDefault || ends.IsDefault)
        {
            throw node.Invalid("the attribute 'starts' or 'ends' is missing");
        }

        ImmutableArray<string> inputs = [node.Inputs[0], node.Constant("starts", starts), node.Constant("ends", ends)];
        node.Emit(new Slice(), axes.IsDefault ? inputs : inputs.Add(node.Constant("axes", axes)));
    }
}
