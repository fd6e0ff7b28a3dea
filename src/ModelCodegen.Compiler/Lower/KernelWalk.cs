using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Lower;

/// <summary>
/// The way a kernel walks over the inputs of one output: rows, columns and runs of adjacent elements, and which weight
/// each element meets. See <see cref="Plan.ConvStep"/>.
/// </summary>
/// <param name="Rows">Kernel rows.</param>
/// <param name="RowStride">Input elements from row to row.</param>
/// <param name="Columns">Kernel columns.</param>
/// <param name="ColumnStride">Input elements from column to column.</param>
/// <param name="Run">Adjacent elements.</param>
/// <param name="Order">Per (row, column, run element), the index k of its weight, or -1 for none.</param>
internal sealed record KernelWalk(int Rows, int RowStride, int Columns, int ColumnStride, int Run, int[] Order)
{
    /// <summary>The walk of a convolution over a map with adjacent channels.</summary>
    public static KernelWalk OfConv(Conv conv, Placement input)
    {
        int channels = input.Shape[1] / conv.Group;
        (int height, int width) = MapGeometry.Pair(conv.KernelShape);
        (int dilationHeight, int dilationWidth) = MapGeometry.Pair(conv.Dilations);
        (int row, int pixel) = MapGeometry.Strides(input);

        // Taps of a kernel row that read adjacent pixels are one run.
        bool merged = conv.Group == 1 && dilationWidth == 1 && pixel == channels && width > 1;
        int[] order = [.. from y in Enumerable.Range(0, height)
                          from x in Enumerable.Range(0, width)
                          from c in Enumerable.Range(0, channels)
                          select (((c * height) + y) * width) + x];
        return merged
            ? new KernelWalk(height, row * dilationHeight, 1, 0, width * channels, order)
            : new KernelWalk(height, row * dilationHeight, width, pixel * dilationWidth, channels, order);
    }

    /// <summary>The walk of a matrix product over a row of <paramref name="depth"/> adjacent elements.</summary>
    public static KernelWalk OfRow(int depth) => new(1, 0, 1, 0, depth, [.. Enumerable.Range(0, depth)]);

    /// <summary>The walk of a matrix product over a map [N, C, spatial…] with adjacent channels, in the map's own order.</summary>
    public static KernelWalk OfMap(Placement map)
    {
        int channels = map.Shape[1];
        (int height, int width) = MapGeometry.Extents(map.Shape);
        (int row, int pixel) = MapGeometry.Strides(map);
        int[] order = Ir.FlattenedOperand.ChannelsLastOrder(map.Shape.AsSpan());
        if (pixel != channels && width > 1)
        {
            return new KernelWalk(height, row, width, pixel, channels, order);
        }

        return height > 1 && row != width * channels
            ? new KernelWalk(height, row, 1, 0, width * channels, order)
            : new KernelWalk(1, 0, 1, 0, height * width * channels, order);
    }

    /// <summary>The inputs' distances from the pixel's origin, per (row, column, run element).</summary>
    public int Offset(int row, int column, int element) => (row * RowStride) + (column * ColumnStride) + element;
}
