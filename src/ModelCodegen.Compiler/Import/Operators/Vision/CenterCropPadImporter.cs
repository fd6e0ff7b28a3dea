using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Vision;

/// <summary>CenterCropPad, since operator set 18.</summary>
internal static class CenterCropPadImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        ImmutableArray<int> axes = node.Ints("axes");
        node.Emit(new CenterCropPad(axes.IsDefault ? [] : axes));
    }
}
