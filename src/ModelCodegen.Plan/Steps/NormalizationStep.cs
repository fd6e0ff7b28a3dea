namespace ModelCodegen.Plan;

/// <summary>
/// Layer normalization of adjacent float rows: <c>y[i] = (x[i] - mean) * factor * scale[i] + bias[i]</c> with
/// <c>factor = 1 / sqrt(mean of (x - mean)^2 + Epsilon)</c>. Reductions use 16 virtual lanes, added pairwise, on every
/// instruction set: the same bits everywhere. The input lies in the arena; scale and bias do, too, or are filled up to a
/// multiple of 16.
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Input">The first row.</param>
/// <param name="Scale">One per element of a row.</param>
/// <param name="Bias">One per element of a row.</param>
/// <param name="Output">The first row.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Length">Elements of a row.</param>
/// <param name="Epsilon">See above.</param>
/// <param name="IsCentered">Whether the mean is taken off; otherwise it counts as 0.</param>
public sealed record NormalizationStep(
    string Node,
    Location Input,
    Location Scale,
    Location Bias,
    Location Output,
    int Rows,
    int Length,
    float Epsilon,
    bool IsCentered)
    : Step(Node);
