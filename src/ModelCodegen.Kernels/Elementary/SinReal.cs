namespace ModelCodegen.Kernels;

// Trigonometric functions, the same bits on every machine.
internal static partial class KernelMethods
{
    // x = q pi/2 + r with |r| at most pi/4, pi/2 in three parts (Cody and Waite), exact for |x| up to about 2^30.
    internal static double ReduceQuarter(double x, out int quarter)
    {
        double q = Math.Round(x * 0.63661977236758134308, MidpointRounding.ToEven);
        quarter = (int)(q - (4 * Math.Floor(q / 4)));
        double r = Math.FusedMultiplyAdd(-q, 1.57079632679489655800, x);
        return Math.FusedMultiplyAdd(-q, -1.49738490485916983e-33, Math.FusedMultiplyAdd(-q, 6.12323399573676603587e-17, r));
    }

    // Taylor polynomials: below 1e-16 for |r| at most pi/4.
    internal static double SinQuarter(double r)
    {
        double s = r * r;
        double p = 1.0 / 355687428096000;
        p = (p * s) - (1.0 / 1307674368000);
        p = (p * s) + (1.0 / 6227020800);
        p = (p * s) - (1.0 / 39916800);
        p = (p * s) + (1.0 / 362880);
        p = (p * s) - (1.0 / 5040);
        p = (p * s) + (1.0 / 120);
        p = (p * s) - (1.0 / 6);
        return r + (r * s * p);
    }

    internal static double CosQuarter(double r)
    {
        double s = r * r;
        double p = 1.0 / 20922789888000;
        p = (p * s) - (1.0 / 87178291200);
        p = (p * s) + (1.0 / 479001600);
        p = (p * s) - (1.0 / 3628800);
        p = (p * s) + (1.0 / 40320);
        p = (p * s) - (1.0 / 720);
        p = (p * s) + (1.0 / 24);
        p = (p * s) - 0.5;
        return 1 + (s * p);
    }

    internal static double SinReal(double x)
    {
        double r = ReduceQuarter(x, out int quarter);
        return quarter switch
        {
            0 => SinQuarter(r),
            1 => CosQuarter(r),
            2 => -SinQuarter(r),
            _ => -CosQuarter(r),
        };
    }

    internal static double CosReal(double x)
    {
        double r = ReduceQuarter(x, out int quarter);
        return quarter switch
        {
            0 => CosQuarter(r),
            1 => -SinQuarter(r),
            2 => -CosQuarter(r),
            _ => SinQuarter(r),
        };
    }

    internal static double TanReal(double x)
    {
        double r = ReduceQuarter(x, out int quarter);
        return (quarter & 1) == 0 ? SinQuarter(r) / CosQuarter(r) : -CosQuarter(r) / SinQuarter(r);
    }

    // Halving the angle twice, atan x = 2 atan(x / (1 + sqrt(1 + x^2))), leaves an argument below 0.2 to the series.
    internal static double AtanReal(double x)
    {
        if (double.IsInfinity(x))
        {
            return x > 0 ? 1.5707963267948966 : -1.5707963267948966;
        }

        double t = Math.Abs(x);
        bool inverted = t > 1;
        t = inverted ? 1 / t : t;
        t /= 1 + Math.Sqrt(1 + (t * t));
        t /= 1 + Math.Sqrt(1 + (t * t));
        double s = t * t;
        double p = -1.0 / 23;
        p = (p * s) + (1.0 / 21);
        p = (p * s) - (1.0 / 19);
        p = (p * s) + (1.0 / 17);
        p = (p * s) - (1.0 / 15);
        p = (p * s) + (1.0 / 13);
        p = (p * s) - (1.0 / 11);
        p = (p * s) + (1.0 / 9);
        p = (p * s) - (1.0 / 7);
        p = (p * s) + (1.0 / 5);
        p = (p * s) - (1.0 / 3);
        double y = 4 * (t + (t * s * p));
        y = inverted ? 1.5707963267948966 - y : y;
        return x < 0 ? -y : y;
    }

    internal static double AsinReal(double x) =>
        Math.Abs(x) > 1 ? double.NaN : Math.Abs(x) == 1 ? x * 1.5707963267948966 : AtanReal(x / Math.Sqrt((1 - x) * (1 + x)));

    internal static double AcosReal(double x) =>
        Math.Abs(x) > 1 ? double.NaN : 2 * AtanReal(Math.Sqrt((1 - x) / (1 + x)));
}
