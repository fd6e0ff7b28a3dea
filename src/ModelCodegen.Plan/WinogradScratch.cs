namespace ModelCodegen.Plan;

/// <summary>
/// What a <see cref="ConvStep"/> by Winograd's method keeps in scratch memory, one part after the other: planes of transformed
/// weights, of transformed inputs, and of sums. Weights and inputs are 16-bit integers for bytes, floats otherwise.
/// </summary>
/// <param name="WeightPlane">From one plane of weights to the next, in bytes.</param>
/// <param name="InputPlane">From one plane of inputs to the next.</param>
/// <param name="SumPlane">From one plane of sums to the next.</param>
/// <param name="TileBytes">From one tile to the next in a plane of inputs.</param>
/// <param name="SumTiles">Tiles whose sums are kept at a time.</param>
/// <param name="Bytes">All bytes.</param>
public sealed record WinogradScratch(int WeightPlane, int InputPlane, int SumPlane, int TileBytes, int SumTiles, long Bytes)
{
    /// <summary>The most blocks of output channels that an inner loop takes together.</summary>
    public const int MostBlocks = 4;

    /// <summary>The most tiles that an inner loop takes together.</summary>
    public const int MostTiles = 8;

    private const int Block = 16;

    // Rows of transformed inputs are whole vectors of 512 bits.
    private const int Vector = 64;

    /// <summary>The scratch memory of a step that has a <see cref="ConvStep.Winograd"/>.</summary>
    /// <exception cref="System.OverflowException">It would be larger than an array can be.</exception>
    public static WinogradScratch Of(ConvStep step)
    {
        checked
        {
            Winograd winograd = step.Winograd!;
            bool isFloat = step.InputType == ElementType.Float32;
            int tapBytes = (isFloat ? 4 : 8) * Block;
            int tileBytes = RoundUp(InputChannels(step) * (isFloat ? 4 : 2), isFloat ? Vector : 2 * Vector);
            int sumTiles = winograd.Taps < Taps(step) ? winograd.Tiles : System.Math.Min(winograd.Tiles, MostTiles);
            int weightPlane = Plane((winograd.Blocks + MostBlocks - 1) * winograd.Taps * tapBytes);
            int inputPlane = Plane(winograd.Tiles * tileBytes);
            int sumPlane = Plane(sumTiles * winograd.Blocks * Block * 4);
            return new WinogradScratch(weightPlane, inputPlane, sumPlane, tileBytes, sumTiles, winograd.Planes * ((long)weightPlane + inputPlane + sumPlane));
        }
    }

    /// <summary>The input channels of a 3x3 convolution, whose kernel columns may be merged into one run.</summary>
    public static int InputChannels(ConvStep step) => step.KernelColumns == 1 ? step.Run / 3 : step.Run;

    /// <summary>Groups of 4 input channels for bytes, single ones for floats.</summary>
    public static int Taps(ConvStep step) => InputChannels(step) / (step.InputType == ElementType.Float32 ? 1 : 4);

    /// <summary>Tiles of outputs in a column and in a row; the last ones overlap those before.</summary>
    public static (int Rows, int Columns) Tiles(ConvStep step)
    {
        int outputs = step.Winograd!.Outputs;
        return ((step.Height + outputs - 1) / outputs, (step.Width + outputs - 1) / outputs);
    }

    // An odd number of cache lines: planes that lie a power of two apart would evict each other.
    private static int Plane(int bytes) => checked(((RoundUp(bytes, Vector) / Vector) | 1) * Vector);

    private static int RoundUp(int number, int multiple) => (number + multiple - 1) / multiple * multiple;
}
