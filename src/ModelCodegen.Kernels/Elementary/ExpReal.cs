namespace ModelCodegen.Kernels;

// The exponential function and what follows from it, the same bits on every machine: only additions, multiplications and
// divisions of doubles, in one order, never a library's function.
internal static partial class KernelMethods
{
    // Cody and Waite's reduction: x = n ln 2 + r with |r| at most ln(2)/2, where ln 2 is split into a head of few bits
    // (so that n times it is exact) and a tail. e^r is its Taylor polynomial of degree 11, whose error of at most 1e-14 is
    // far below half a float's last place; 2^n is made from its bits. x is cut off at +-700.
    internal static double ExpReal(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        x = x < -700 ? -700 : x > 700 ? 700 : x;
        double n = Math.Floor((x * 1.4426950408889634) + 0.5);
        double r = (x - (n * 0.693147180369123816490)) - (n * 1.90821492927058770002e-10);
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

    internal static double SigmoidReal(double x) => 1 / (1 + ExpReal(-x));

    // Near 0 the quotient would cancel; two terms of the series are exact to a float there.
    internal static double TanhReal(double x) => Math.Abs(x) < 1e-3
        ? x - (x * x * x / 3)
        : 1 - (2 / (ExpReal(2 * x) + 1));

    internal static double SinhReal(double x)
    {
        if (Math.Abs(x) < 0.1)
        {
            double s = x * x;
            return x * (1 + (s / 6 * (1 + (s / 20 * (1 + (s / 42 * (1 + (s / 72))))))));
        }

        double e = ExpReal(x);
        return (e - (1 / e)) / 2;
    }

    internal static double CoshReal(double x)
    {
        double e = ExpReal(x);
        return (e + (1 / e)) / 2;
    }
}
