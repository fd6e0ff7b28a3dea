using ModelCodegen.Kernels;

namespace ModelCodegen.Compiler.Reference;

/// <summary>The energy of right values, and that of what others differ from them.</summary>
/// <param name="Signal">The sum of the right values' squares.</param>
/// <param name="Noise">The sum of the differences' squares.</param>
internal readonly record struct SignalNoise(double Signal, double Noise)
{
    /// <summary>What stands for no difference at all.</summary>
    public const double Exact = 200;

    private const double PerDecade = 4.3429448190325175;

    /// <summary>The noise by the signal; all of it where there is no signal.</summary>
    public double Relative => Signal > 0 ? Noise / Signal : Noise > 0 ? 1 : 0;

    /// <summary>The sum of both.</summary>
    public static SignalNoise operator +(SignalNoise a, SignalNoise b) => new(a.Signal + b.Signal, a.Noise + b.Noise);

    /// <summary>Signal and noise of some values.</summary>
    public static SignalNoise Of(ReadOnlySpan<float> right, ReadOnlySpan<float> others)
    {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < right.Length; i++)
        {
            double difference = (double)others[i] - right[i];
            signal += (double)right[i] * right[i];
            noise += difference * difference;
        }

        return new SignalNoise(signal, noise);
    }

    /// <summary>Their ratio in dB; <see langword="null"/> where it is none.</summary>
    public double? Decibels => Noise == 0 ? Exact
        : Signal > 0 && double.IsFinite(Signal) && double.IsFinite(Noise) ? Math.Min(Exact, PerDecade * KernelMethods.LogReal(Signal / Noise))
        : null;
}
