using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>What the codes of one output channel leave of the limits of its sums in 16 bits.</summary>
internal sealed class ShortSumRoom
{
    private readonly ShortSumLayout layout;
    private readonly int[] positive;
    private readonly int[] negative;

    public ShortSumRoom(ShortSumLayout layout)
    {
        this.layout = layout;
        positive = new int[layout.Count];
        negative = new int[layout.Count];
        Array.Fill(positive, ShortSums.Limit);
        Array.Fill(negative, ShortSums.Limit);
    }

    /// <summary>Takes room for a code of input <paramref name="k"/>: itself, or the nearest one that there is room for.</summary>
    public int Take(int k, int code)
    {
        int sum = layout.SumOf(k);
        code = Math.Clamp(code, -negative[sum], positive[sum]);
        positive[sum] -= Math.Max(0, code);
        negative[sum] -= Math.Max(0, -code);
        return code;
    }
}
