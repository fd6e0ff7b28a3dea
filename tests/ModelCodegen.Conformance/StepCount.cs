namespace ModelCodegen.Conformance;

/// <summary>Counts how many outputs of a quantized network differ, in steps of its output scale.</summary>
/// <param name="step">The output scale.</param>
/// <param name="most">How many steps apart an output may be.</param>
internal sealed class StepCount(float step, int most = 1)
{
    private int different;
    private int count;

    /// <summary>Compares outputs; none may be too many steps apart.</summary>
    public void Add(float[] ours, float[] oracle)
    {
        Assert.Equal(oracle.Length, ours.Length);
        for (int i = 0; i < ours.Length; i++)
        {
            int distance = (int)MathF.Round(Math.Abs(ours[i] - oracle[i]) / step);
            Assert.InRange(distance, 0, most);
            different += Math.Min(distance, 1);
            count++;
        }
    }

    /// <summary>At most this share of all outputs may differ.</summary>
    public void AssertApart(double share) =>
        Assert.True(different <= share * count, $"{different} of {count} outputs differ.");
}
