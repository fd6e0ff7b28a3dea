using ModelCodegen.Compiler.Compress.Budget;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Report.Comparison;

/// <summary>One sample's outputs against the expected ones, or the sum of several.</summary>
/// <param name="Noise">Signal and noise of all outputs.</param>
/// <param name="Agreeing">Samples whose arg-max is the expected one.</param>
/// <param name="Right">Samples whose arg-max is the label.</param>
internal readonly record struct OutputScore(SignalNoise Noise, int Agreeing, int Right)
{
    // A number of detections, say, that is not the expected one leaves nothing to compare element by element.
    private static readonly SignalNoise Incomparable = new(double.NaN, double.NaN);

    /// <summary>The sum of both.</summary>
    public static OutputScore operator +(OutputScore a, OutputScore b) => new(a.Noise + b.Noise, a.Agreeing + b.Agreeing, a.Right + b.Right);

    /// <summary>Compares outputs.</summary>
    /// <param name="first">The name of the network's first output.</param>
    /// <param name="expected">The expected outputs of floats, by name.</param>
    /// <param name="actual">The others.</param>
    /// <param name="label">The right element of the first output.</param>
    public static OutputScore Of(string first, IReadOnlyDictionary<string, float[]> expected, IReadOnlyDictionary<string, float[]> actual, long? label)
    {
        SignalNoise noise = default;
        foreach ((string name, float[] values) in expected)
        {
            noise += actual.TryGetValue(name, out float[]? others) && others.Length == values.Length ? SignalNoise.Of(values, others) : Incomparable;
        }

        if (!expected.TryGetValue(first, out float[]? scores) || !actual.TryGetValue(first, out float[]? found))
        {
            return new OutputScore(noise, 0, 0);
        }

        int answer = Validation.ArgMax(found);
        return new OutputScore(noise, Validation.ArgMax(scores) == answer ? 1 : 0, answer == label ? 1 : 0);
    }
}
