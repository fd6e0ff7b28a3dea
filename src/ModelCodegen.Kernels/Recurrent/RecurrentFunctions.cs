namespace ModelCodegen.Kernels;

// Functions that only recurrent cells have.
internal static partial class KernelMethods
{
    internal readonly struct Affine : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => (a * x) + b;
    }

    internal readonly struct ScaledTanh : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => a * TanhReal(b * x);
    }
}
