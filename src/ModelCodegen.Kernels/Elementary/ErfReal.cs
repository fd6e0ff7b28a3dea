namespace ModelCodegen.Kernels;

// The error function, the same bits on every machine.
internal static partial class KernelMethods
{
    // The series below 2.5, Lentz's continued fraction of erfc beyond; both within about 1e-14.
    internal static double ErfReal(double x)
    {
        double a = Math.Abs(x);
        if (double.IsNaN(x))
        {
            return x;
        }

        if (a > 6)
        {
            return x < 0 ? -1 : 1;
        }

        double y;
        if (a < 2.5)
        {
            // erf x = 2/sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1)): all terms positive, nothing cancels.
            double term = a;
            double sum = a;
            for (int n = 1; n < 60; n++)
            {
                term *= 2 * a * a / ((2 * n) + 1);
                sum += term;
            }

            y = 1.1283791670955126 * ExpReal(-(a * a)) * sum;
        }
        else
        {
            double fraction = a;
            for (int n = 40; n > 0; n--)
            {
                fraction = a + (n * 0.5 / fraction);
            }

            y = 1 - (ExpReal(-(a * a)) / (1.7724538509055160 * fraction));
        }

        return x < 0 ? -y : y;
    }
}
