using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Vision;

/// <summary>MaxRoiPool, since operator set 1.</summary>
internal static class MaxRoiPoolImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        ImmutableArray<int> shape = node.Ints("pooled_shape");
        if (shape.IsDefault || shape.Length != 2 || shape.Any(extent => extent < 1))
        {
            throw node.Invalid("the attribute 'pooled_shape' is missing, or no pair of positive numbers");
        }

        node.Emit(new RegionPool(shape[0], shape[1], node.Float("spatial_scale", 1)));
    }
}
