using ModelCodegen.Kernels;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Reference;

/// <summary>The formulas that several steps share, as the plan states them.</summary>
internal static class Formula
{
    /// <summary>clamp(round_half_even(value) + zeroPoint, low, high), in unbounded arithmetic.</summary>
    public static int Quantize(float value, int zeroPoint, int low, int high) =>
        float.IsNaN(value) ? zeroPoint : (int)Math.Clamp(Math.Round((double)value, MidpointRounding.ToEven) + zeroPoint, low, high);

    public static float Activate(Activation activation, float x)
    {
        double d = x;
        return activation.Function switch
        {
            UnaryFunction.Identity => x,
            UnaryFunction.Clip => MathF.Min(MathF.Max(x, activation.A), activation.B),
            UnaryFunction.LeakyRelu => x < 0 ? activation.A * x : x,
            UnaryFunction.Sigmoid => (float)(1 / (1 + Math.Exp(-d))),
            UnaryFunction.HardSigmoid => MathF.Min(MathF.Max((activation.A * x) + activation.B, 0), 1),
            UnaryFunction.HardSwish => x * MathF.Min(MathF.Max((x / 6) + 0.5f, 0), 1),
            UnaryFunction.Silu => (float)(d / (1 + Math.Exp(-d))),
            UnaryFunction.Tanh => (float)Math.Tanh(d),
            UnaryFunction.Exp => (float)Math.Exp(d),
            UnaryFunction.Abs => MathF.Abs(x),
            UnaryFunction.Neg => -x,
            UnaryFunction.Erf => (float)KernelMethods.ErfReal(d),
            UnaryFunction.Gelu => (float)(d / 2 * (1 + KernelMethods.ErfReal(d / Math.Sqrt(2)))),
            _ => throw new ArgumentOutOfRangeException(nameof(activation)),
        };
    }

    /// <summary>All index tuples of nested loops.</summary>
    public static IEnumerable<int[]> Indices(IReadOnlyList<int> extents)
    {
        int[] index = new int[extents.Count];
        while (true)
        {
            yield return index;
            int i = extents.Count - 1;
            while (i >= 0 && ++index[i] == extents[i])
            {
                index[i--] = 0;
            }

            if (i < 0)
            {
                yield break;
            }
        }
    }

    public static long Offset(int[] index, IReadOnlyList<int> strides) => index.Select((at, i) => (long)at * strides[i]).Sum();
}
