namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>What a layer reads.</summary>
/// <param name="Input">The channels' values.</param>
/// <param name="LargestWeights">The largest magnitude, [output][input channel].</param>
/// <param name="Energy">The sum of squares of the weights per input channel.</param>
/// <param name="Taps">Weights per output and input channel.</param>
internal sealed record ChannelReading(ChannelStatistics Input, float[][] LargestWeights, double[] Energy, double Taps)
{
    private const double InputSteps = 255;
    private const double WeightSteps = 127;

    /// <summary>The largest magnitude per input channel.</summary>
    public float[] LargestWeight { get; } = ChannelStatistics.LargestOf(LargestWeights);

    /// <summary>The noise of rounding activations and weights, relative to the signal, channels taken as independent.</summary>
    /// <param name="factors">What each channel's activations are multiplied, and its weights divided by.</param>
    public double Noise(float[] factors)
    {
        double range = 0;
        double signal = 0;
        for (int c = 0; c < factors.Length; c++)
        {
            range = Math.Max(range, Input.Largest[c] * factors[c]);
            signal += Energy[c] * Input.MeanSquare[c];
        }

        double step = range / InputSteps;
        double noise = 0;
        for (int c = 0; c < factors.Length; c++)
        {
            noise += step * step * Energy[c] / ((double)factors[c] * factors[c]);
        }

        foreach (float[] row in LargestWeights)
        {
            double largest = 0;
            double power = 0;
            for (int c = 0; c < factors.Length; c++)
            {
                largest = Math.Max(largest, row[c] / factors[c]);
                power += row[c] > 0 ? Input.MeanSquare[c] * factors[c] * factors[c] : 0;
            }

            step = largest / WeightSteps;
            noise += step * step * power * Taps;
        }

        return signal > 0 ? noise / signal : 0;
    }
}
