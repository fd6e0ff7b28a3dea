namespace ModelCodegen.Plan;

/// <summary>
/// The shape of a convolution's inner loop: how many outputs stay in registers. The tile moves over a row of output
/// pixels; the last one of a row overlaps the one before it, so that no other shape is needed.
/// </summary>
/// <param name="Pixels">Output pixels per tile; at most the row's width.</param>
/// <param name="Blocks">Blocks of 16 output channels per tile; more than 1 only where <c>Pixels</c> is small.</param>
/// <param name="Unroll">How many groups of 4 inputs (elements for float) one turn of the loop takes.</param>
/// <param name="HalfPixels">Output pixels per tile of a last block of 8 channels, which leaves more registers; 0 for
/// <c>Pixels</c>.</param>
/// <param name="WidePixels">Output pixels per tile of bytes in 32 registers of 512 bits, which have no dot product of bytes; 0
/// for <c>Pixels</c>.</param>
/// <param name="WideBlocks">Blocks of 16 output channels of that tile, at most as many as there are whole ones; the last tile
/// overlaps the one before it.</param>
public sealed record Tile(int Pixels, int Blocks, int Unroll, int HalfPixels = 0, int WidePixels = 0, int WideBlocks = 0);
