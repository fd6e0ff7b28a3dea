using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Lower;

/// <summary>Reads maps and windows of one or two spatial dimensions alike: one dimension is a map of height 1.</summary>
internal static class MapGeometry
{
    /// <summary>(rows, columns) of per-dimension values; rows are <paramref name="missing"/> where there is one dimension.</summary>
    public static (int Height, int Width) Pair(ImmutableArray<int> values, int missing = 1) =>
        values.Length == 2 ? (values[0], values[1]) : (missing, values[0]);

    /// <summary>(rows, columns) of a map's shape [N, C, spatial…].</summary>
    public static (int Height, int Width) Extents(ImmutableArray<int> shape) => Pair([.. shape.Skip(2)]);

    /// <summary>(row, column) strides of a map.</summary>
    public static (int Row, int Pixel) Strides(Placement map) => Pair([.. map.Strides.Skip(2)], missing: 0);

    /// <summary>The border that a convolution reads.</summary>
    public static Border Pads(Conv conv)
    {
        int spatial = conv.Pads.Length / 2;
        return spatial == 2
            ? new Border(conv.Pads[0], conv.Pads[1], conv.Pads[2], conv.Pads[3])
            : new Border(0, conv.Pads[0], 0, conv.Pads[1]);
    }
}
