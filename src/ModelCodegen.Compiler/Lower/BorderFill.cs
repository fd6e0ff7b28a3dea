using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>The border around maps of [image][row][pixel][channel], all in elements, and the value that belongs there.</summary>
/// <param name="Node">For which node's sake.</param>
/// <param name="Type">The elements' type.</param>
/// <param name="Value">The zero point, or 0.</param>
/// <param name="Images">The number of maps.</param>
/// <param name="ImagePitch">From map to map, borders included.</param>
/// <param name="Height">Rows inside.</param>
/// <param name="RowPitch">From row to row, borders included.</param>
/// <param name="RowLength">Elements of a row inside.</param>
/// <param name="Before">Elements before the first one inside: the upper border and the first row's left one.</param>
internal sealed record BorderFill(
    string Node, ElementType Type, float Value, int Images, int ImagePitch, int Height, int RowPitch, int RowLength, int Before)
{
    /// <summary>The steps that fill the border. A row's right border and the next one's left border are one stretch.</summary>
    public IEnumerable<FillStep> Steps(Location start)
    {
        int sides = RowPitch - RowLength;
        int after = ImagePitch - Before - (Height * RowPitch) + sides;
        if (Before > 0)
        {
            yield return Fill(0, 1, Before);
        }

        if (sides > 0 && Height > 1)
        {
            yield return Fill(Before + RowLength, Height - 1, sides);
        }

        if (after > 0)
        {
            yield return Fill(ImagePitch - after, 1, after);
        }

        FillStep Fill(int offset, int rows, int length)
        {
            (int Extent, int Stride)[] loops = [.. new[] { (Images, ImagePitch), (rows, RowPitch) }.Where(loop => loop.Item1 > 1), (length, 1)];
            return new FillStep(
                Node,
                Type,
                start.Plus(offset * Type.SizeInBytes()),
                new EquatableArray<int>(loops.Select(loop => loop.Extent)),
                new EquatableArray<int>(loops.Select(loop => loop.Stride)),
                Value);
        }
    }
}
