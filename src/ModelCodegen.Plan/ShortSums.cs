namespace ModelCodegen.Plan;

/// <summary>
/// Sums of products of bytes in 16 bits. x86's <c>VPMADDUBSW</c> adds the products of two unsigned and two signed bytes and
/// saturates; more such sums may be added before they are widened. That is exact, whatever the inputs are, where the positive
/// weights of each sum add up to at most <see cref="Limit"/>, and the negative ones, too. A run's inputs are taken in quads:
/// the first pairs of a few quads go into one sum, the second pairs into another.
/// </summary>
public static class ShortSums
{
    /// <summary>The most quads that kernels sum at a time.</summary>
    public const int MostQuads = 2;

    /// <summary>The same of depthwise convolutions, whose quads are columns of the window.</summary>
    public const int MostColumns = 3;

    /// <summary>The largest sum of weights of one sign: 129 * 255 is beyond 16 bits.</summary>
    public const int Limit = 128;

    /// <summary>The number of the sum that an input goes into.</summary>
    /// <param name="position">The input's place in its run.</param>
    /// <param name="quads">How many quads are summed at a time.</param>
    public static int IndexOf(int position, int quads) => (position / 4 / quads * 2) + (position % 4 / 2);
}
