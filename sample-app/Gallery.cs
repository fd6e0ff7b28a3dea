using System.Text;

namespace SampleApp;

/// <summary>Draws images in the terminal, side by side, with what the network took them for.</summary>
internal static class Gallery
{
    private const int Size = 28;
    private const string Shades = " ░▒▓█";

    /// <summary>Draws the first <paramref name="count"/> images.</summary>
    public static void Draw(FashionImages images, int[] predictions, int count)
    {
        Console.OutputEncoding = Encoding.UTF8;

        // A character is about twice as high as wide, so that a line shows two rows of pixels.
        for (int row = 0; row < Size; row += 2)
        {
            Console.WriteLine(string.Join("  ", Enumerable.Range(0, count).Select(i => Line(images.Pixels(i), row))).TrimEnd());
        }

        Console.WriteLine(string.Join("  ", Enumerable.Range(0, count).Select(i => Caption(images, predictions, i).PadRight(Size))).TrimEnd());
    }

    private static string Line(ReadOnlySpan<float> pixels, int row)
    {
        var line = new StringBuilder(Size);
        for (int x = 0; x < Size; x++)
        {
            float mean = (pixels[(row * Size) + x] + pixels[((row + 1) * Size) + x]) / 2;
            line.Append(Shades[(int)(mean * Shades.Length / 256)]);
        }

        return line.ToString();
    }

    private static string Caption(FashionImages images, int[] predictions, int index) => predictions[index] == images.Labels[index]
        ? FashionImages.ClassName(predictions[index])
        : $"{FashionImages.ClassName(predictions[index])} (is: {FashionImages.ClassName(images.Labels[index])})";
}
