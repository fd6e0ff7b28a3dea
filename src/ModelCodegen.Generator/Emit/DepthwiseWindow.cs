using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>The window of a depthwise convolution and its way along a row, in units of columns of the input.</summary>
/// <param name="Rows">Window rows.</param>
/// <param name="Columns">Window columns.</param>
/// <param name="Stride">From output pixel to output pixel.</param>
/// <param name="Dilation">From window column to window column.</param>
internal sealed record DepthwiseWindow(int Rows, int Columns, int Stride, int Dilation)
{
    /// <summary>The window's part of a kernel's name.</summary>
    public string Name => $"{Rows}x{Columns}" + (Stride == 1 ? "" : "s" + Suffix(Stride)) + (Dilation is 0 or 1 ? "" : "d" + Suffix(Dilation));

    /// <summary>The window of a step.</summary>
    public static DepthwiseWindow Of(DepthwiseStep step)
    {
        int column = Column(step);
        return new(step.KernelHeight, step.KernelWidth, step.InputPixelStride / column, step.KernelWidth > 1 ? step.KernelColumnStride / column : 0);
    }

    /// <summary>The elements from column to column: what all ways from pixel to pixel are multiples of.</summary>
    public static int Column(DepthwiseStep step)
    {
        int a = Math.Abs(step.InputPixelStride);
        int b = step.KernelWidth > 1 ? Math.Abs(step.KernelColumnStride) : 0;
        while (b > 0)
        {
            (a, b) = (b, a % b);
        }

        return Math.Max(1, a);
    }

    /// <summary>
    /// The columns that neighbouring pixels read, in order, and for which pixel each is which column of the window: a
    /// column is read once for all of them.
    /// </summary>
    public IEnumerable<(int Position, IReadOnlyList<(int Pixel, int Column)> Taps)> Positions(int pixels) =>
        from pixel in Enumerable.Range(0, pixels)
        from column in Enumerable.Range(0, Columns)
        group (pixel, column) by (pixel * Stride) + (column * Dilation) into taps
        orderby taps.Key
        select (taps.Key, (IReadOnlyList<(int, int)>)[.. taps]);

    private static string Suffix(int number) => Literal.Int(number).Replace("-", "Back");
}
