namespace ModelCodegen.Plan;

/// <summary>
/// How a 3x3 convolution with stride 1 may be computed by Winograd's minimal filtering, F(2x2, 3x3) or F(4x4, 3x3) (Lavin and
/// Gray 2015, "Fast Algorithms for Convolutional Neural Networks"): tiles of inputs and the weights are transformed to planes,
/// one per element of a tile; products are summed up in each plane; their sums are transformed to outputs. Of bytes it is
/// exact. The sizes say what lies in scratch memory at a time, see <see cref="WinogradScratch"/>.
/// </summary>
/// <param name="Outputs">2 or 4: outputs of a tile in each direction.</param>
/// <param name="Tiles">Tiles whose inputs are transformed at a time.</param>
/// <param name="Blocks">Blocks of 16 output channels whose weights are transformed at a time.</param>
/// <param name="Taps">Taps whose weights are transformed at a time: groups of 4 input channels for bytes, single ones for
/// floats. Where these are not all of them, the sums of all tiles are kept meanwhile: then <c>Tiles</c> are all of them, and
/// <c>Blocks</c> are at most <see cref="WinogradScratch.MostBlocks"/>.</param>
public sealed record Winograd(int Outputs, int Tiles, int Blocks, int Taps)
{
    /// <summary>The elements of a tile of inputs.</summary>
    public int Planes => (Outputs + 2) * (Outputs + 2);
}
