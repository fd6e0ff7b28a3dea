namespace ModelCodegen.Compiler.Reference;

/// <summary>
/// The exponential function and what follows from it, the same bits on every machine: only additions, multiplications and
/// divisions of doubles, in one order, never a library's function.
/// <para>Cody and Waite's reduction: x = n ln 2 + r with |r| at most ln(2)/2, where ln 2 is split into a head of few bits
/// (so that n times it is exact) and a tail. e^r is its Taylor polynomial of degree 11, whose error of at most 1e-14 is far
/// below half a float's last place; 2^n is made from its bits.</para>
/// </summary>
internal static class Exp
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2Head = 0.693147180369123816490;
    private const double Ln2Tail = 1.90821492927058770002e-10;

    /// <summary>e^x as double, within about 1e-14 of it; x is cut off at +-700.</summary>
    public static double Double(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        x = Math.Clamp(x, -700, 700);
        double n = Math.Floor((x * Log2E) + 0.5);
        double r = (x - (n * Ln2Head)) - (n * Ln2Tail);
        double p = 1.0 / 39916800;
        p = (p * r) + (1.0 / 3628800);
        p = (p * r) + (1.0 / 362880);
        p = (p * r) + (1.0 / 40320);
        p = (p * r) + (1.0 / 5040);
        p = (p * r) + (1.0 / 720);
        p = (p * r) + (1.0 / 120);
        p = (p * r) + (1.0 / 24);
        p = (p * r) + (1.0 / 6);
        p = (p * r) + 0.5;
        p = (p * r) + 1;
        p = (p * r) + 1;
        return p * BitConverter.Int64BitsToDouble(((long)n + 1023) << 52);
    }

    /// <summary>e^x; infinite or 0 where a float is.</summary>
    public static float Single(float x) => (float)Double(x);

    /// <summary>1 / (1 + e^-x)</summary>
    public static float Sigmoid(float x) => (float)(1 / (1 + Double(-(double)x)));

    /// <summary>tanh x</summary>
    public static float Tanh(float x)
    {
        double d = x;

        // Near 0 the quotient would cancel; two terms of the series are exact to a float there.
        return Math.Abs(d) < 1e-3
            ? (float)(d - (d * d * d / 3))
            : (float)(1 - (2 / (Double(2 * d) + 1)));
    }
}
