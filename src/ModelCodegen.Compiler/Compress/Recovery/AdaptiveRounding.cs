using System.Runtime.CompilerServices;
using ModelCodegen.Compiler.Compress.Quantization;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>
/// Rounds one weight after the other and lets those that are still real make up for the error, as far as inputs go together
/// (Frantar et al. 2022, "GPTQ", section 3: a closed form of what Nagel et al. 2020, "AdaRound", optimize step by step).
/// </summary>
/// <param name="moments">The inputs' second moments, row by row.</param>
/// <param name="depth">The number of inputs.</param>
/// <param name="observations">From how many observations they come.</param>
internal sealed class AdaptiveRounding(double[] moments, int depth, int observations)
{
    // Relative to the mean second moment: what keeps weights from leaning on inputs that hardly vary, and on relations
    // between inputs that few observations make up.
    private const double Damping = 0.01;
    private const double DampingPerInput = 0.1;

    private readonly int[] order = [.. Enumerable.Range(0, depth).OrderByDescending(k => moments[(k * depth) + k])];
    private double[]? factor;

    /// <summary>Prepares for weights; false where the inputs say nothing.</summary>
    public bool Prepare()
    {
        double mean = Enumerable.Range(0, depth).Sum(k => moments[(k * depth) + k]) / depth;
        if (!(mean > 0))
        {
            return false;
        }

        var ordered = new double[depth * depth];
        for (int i = 0; i < depth; i++)
        {
            for (int j = 0; j < depth; j++)
            {
                ordered[(i * depth) + j] = moments[(order[i] * depth) + order[j]];
            }

            ordered[(i * depth) + i] += (Damping + (DampingPerInput * depth / observations)) * mean;
        }

        factor = SymmetricMatrix.InverseFactor(ordered, depth);
        return factor is not null;
    }

    /// <summary>Replaces the codes of one output channel where that lessens the expected squared error.</summary>
    /// <param name="weights">The real weights. Zeros stay zeros.</param>
    /// <param name="scale">The channel's scale.</param>
    /// <param name="limit">The largest code.</param>
    /// <param name="codes">The nearest codes; they are overwritten.</param>
    /// <param name="sums">Sums in 16 bits that the codes are to fit, or <see langword="null"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Round(ReadOnlySpan<float> weights, float scale, int limit, Span<sbyte> codes, ShortSumLayout? sums = null)
    {
        double[] left = new double[depth];
        for (int i = 0; i < depth; i++)
        {
            left[i] = weights[order[i]];
        }

        var rounded = new sbyte[depth];
        ShortSumRoom? room = sums is null ? null : new ShortSumRoom(sums);
        for (int i = 0; i < depth; i++)
        {
            double code = weights[order[i]] == 0 ? 0 : Math.Clamp(Math.Round(left[i] / scale, MidpointRounding.ToEven), -limit, limit);
            code = room?.Take(order[i], (int)code) ?? code;
            rounded[order[i]] = (sbyte)code;
            double error = (left[i] - (code * scale)) / factor![(i * depth) + i];
            ReadOnlySpan<double> row = factor.AsSpan(i * depth, depth);
            for (int j = i + 1; j < depth; j++)
            {
                left[j] -= error * row[j];
            }
        }

        if (Error(weights, scale, rounded) < Error(weights, scale, codes))
        {
            rounded.CopyTo(codes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Error(ReadOnlySpan<float> weights, float scale, ReadOnlySpan<sbyte> codes)
    {
        var errors = new double[depth];
        for (int k = 0; k < depth; k++)
        {
            errors[k] = weights[k] - ((double)codes[k] * scale);
        }

        double sum = 0;
        for (int i = 0; i < depth; i++)
        {
            double product = 0;
            for (int j = 0; j < depth; j++)
            {
                product += moments[(i * depth) + j] * errors[j];
            }

            sum += errors[i] * product;
        }

        return sum;
    }
}
