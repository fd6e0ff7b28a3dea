namespace ModelCodegen.Kernels;

// Logarithms and what follows from them, the same bits on every machine.
internal static partial class KernelMethods
{
    // x = 2^n m with m between sqrt(1/2) and sqrt(2); ln m = 2 atanh(s) with s = (m - 1) / (m + 1), |s| below 0.172, whose
    // series is cut where its terms fall below 1e-17.
    internal static double LogReal(double x)
    {
        if (double.IsNaN(x) || x < 0)
        {
            return double.NaN;
        }

        if (x == 0 || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x;
        }

        int shift = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984;
            shift = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        int n = (int)(bits >> 52) - 1023 + shift;
        double m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            n++;
        }

        double s = (m - 1) / (m + 1);
        double q = s * s;
        double p = 1.0 / 21;
        p = (p * q) + (1.0 / 19);
        p = (p * q) + (1.0 / 17);
        p = (p * q) + (1.0 / 15);
        p = (p * q) + (1.0 / 13);
        p = (p * q) + (1.0 / 11);
        p = (p * q) + (1.0 / 9);
        p = (p * q) + (1.0 / 7);
        p = (p * q) + (1.0 / 5);
        p = (p * q) + (1.0 / 3);
        return (n * 0.693147180369123816490) + (((n * 1.90821492927058770002e-10) + (2 * s * q * p)) + (2 * s));
    }

    // ln(1 + x): what 1 + x loses to rounding is put back in proportion.
    internal static double Log1pReal(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsInfinity(u) ? x : LogReal(u) * (x / (u - 1));
    }

    internal static double SoftplusReal(double x) => x > 0 ? x + Log1pReal(ExpReal(-x)) : Log1pReal(ExpReal(x));

    internal static double AsinhReal(double x)
    {
        double a = Math.Abs(x);
        double y = Log1pReal(a + (a * a / (1 + Math.Sqrt(1 + (a * a)))));
        return x < 0 ? -y : y;
    }

    internal static double AcoshReal(double x) => x < 1 ? double.NaN : Log1pReal((x - 1) + Math.Sqrt((x - 1) * (x + 1)));

    internal static double AtanhReal(double x) => Log1pReal(2 * x / (1 - x)) / 2;

    // x^y as C's pow: integer powers by repeated squaring while they are exact enough, others by logarithms in two parts.
    internal static double PowReal(double x, double y)
    {
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        bool whole = Math.Floor(y) == y;
        if (whole && Math.Abs(y) <= 64)
        {
            double power = 1;
            double factor = x;
            for (int n = (int)Math.Abs(y); n > 0; n >>= 1)
            {
                power = (n & 1) != 0 ? power * factor : power;
                factor *= factor;
            }

            return y < 0 ? 1 / power : power;
        }

        if (y == 0.5 && !double.IsInfinity(x))
        {
            return Math.Sqrt(x);
        }

        if (x < 0 && !whole && !double.IsInfinity(y))
        {
            return double.IsInfinity(x) ? (y > 0 ? double.PositiveInfinity : 0) : double.NaN;
        }

        bool negative = x < 0 && whole && Math.Abs(y) < 9007199254740992 && ((long)y & 1) != 0;
        double size = Math.Abs(x);
        if (double.IsInfinity(y))
        {
            return size == 1 ? 1 : (size > 1) == (y > 0) ? double.PositiveInfinity : 0;
        }

        double result;
        if (size == 0 || double.IsInfinity(size))
        {
            result = (size == 0) == (y > 0) ? 0 : double.PositiveInfinity;
        }
        else
        {
            double t = y * LogReal(size);
            result = t > 709.78 ? double.PositiveInfinity : t < -745 ? 0 : ExpReal(t);
        }

        return negative ? -result : result;
    }
}
