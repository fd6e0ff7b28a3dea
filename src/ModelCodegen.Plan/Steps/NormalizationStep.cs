namespace ModelCodegen.Plan;

/// <summary>
/// Layer normalization of adjacent float rows: <c>y[i] = (x[i] - mean) * factor * scale[i] + bias[i]</c> with
/// <c>x = input + residual</c> and <c>factor = 1 / sqrt(mean of (x - mean)^2 + Epsilon)</c>. Reductions use 16 virtual lanes,
/// added pairwise, on every instruction set: the same bits everywhere. Inputs lie in the arena; scale and bias do, too, or are
/// filled up to a multiple of 16. At least one of the results is wanted.
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Input">The first row.</param>
/// <param name="Scale">One per element of a row.</param>
/// <param name="Bias">One per element of a row.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Length">Elements of a row.</param>
/// <param name="Epsilon">See above.</param>
/// <param name="IsCentered">Whether the mean is taken off; otherwise it counts as 0.</param>
/// <param name="Output">The first row of y.</param>
/// <param name="Residual">The first row; without it the input is x.</param>
/// <param name="Sum">The first row of x, with <paramref name="Residual"/> only.</param>
/// <param name="Bytes">The first row of y as bytes: <c>clamp(round_half_even(y / ByteScale) + ByteZeroPoint, 0, 255)</c>.</param>
/// <param name="ByteScale">See above.</param>
/// <param name="ByteZeroPoint">0 to 255.</param>
public sealed record NormalizationStep(
    string Node,
    Location Input,
    Location Scale,
    Location Bias,
    int Rows,
    int Length,
    float Epsilon,
    bool IsCentered,
    Location? Output = null,
    Location? Residual = null,
    Location? Sum = null,
    Location? Bytes = null,
    float ByteScale = 0,
    int ByteZeroPoint = 0)
    : Step(Node);
