namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>What a network gives for every image.</summary>
/// <param name="Logits">Per image.</param>
internal sealed record Predictions(float[][] Logits)
{
    /// <summary>The class of each image.</summary>
    public int[] Classes { get; } = Array.ConvertAll(Logits, logits => Array.IndexOf(logits, logits.Max()));

    /// <summary>The share of images with the right class, in percent.</summary>
    public double Top1(int[] labels) => 100.0 * Classes.Zip(labels).Count(pair => pair.First == pair.Second) / labels.Length;

    /// <summary>The share of images with the same class, in percent.</summary>
    public double Agreement(Predictions other) => Top1(other.Classes);

    /// <summary>The signal-to-quantization-noise ratio against a reference, in dB.</summary>
    public double Sqnr(Predictions reference)
    {
        double signal = 0;
        double noise = 0;
        foreach ((float[] real, float[] approximate) in reference.Logits.Zip(Logits))
        {
            for (int i = 0; i < real.Length; i++)
            {
                signal += (double)real[i] * real[i];
                noise += ((double)approximate[i] - real[i]) * ((double)approximate[i] - real[i]);
            }
        }

        return 10 * Math.Log10(signal / noise);
    }
}
