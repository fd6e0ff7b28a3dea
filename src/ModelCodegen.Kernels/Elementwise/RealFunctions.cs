namespace ModelCodegen.Kernels;

// Real functions of one element with up to two parameters, computed in double and rounded once to the element's type.
internal static partial class KernelMethods
{
    internal interface IRealFunction
    {
        static abstract double Invoke(double x, double a, double b);
    }

    internal readonly struct Real<T, TFunction>(double a, double b) : IFunction1<T, T>
        where T : unmanaged, INumberBase<T>
        where TFunction : struct, IRealFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T x) => T.CreateTruncating(TFunction.Invoke(double.CreateTruncating(x), a, b));
    }

    internal readonly struct Identity : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x;
    }

    internal readonly struct Clip : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x < a ? a : x > b ? b : x;
    }

    internal readonly struct LeakyRelu : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x < 0 ? a * x : x;
    }

    internal readonly struct Sigmoid : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => SigmoidReal(x);
    }

    internal readonly struct HardSigmoid : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => Math.Min(Math.Max((a * x) + b, 0), 1);
    }

    internal readonly struct HardSwish : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x * Math.Min(Math.Max((x / 6) + 0.5, 0), 1);
    }

    internal readonly struct Silu : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x / (1 + ExpReal(-x));
    }

    internal readonly struct Tanh : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => TanhReal(x);
    }

    internal readonly struct Exp : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x > 709.78 ? double.PositiveInfinity : ExpReal(x);
    }

    internal readonly struct Abs : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => Math.Abs(x);
    }

    internal readonly struct Neg : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => -x;
    }

    internal readonly struct Reciprocal : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => 1 / x;
    }

    internal readonly struct Sqrt : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => Math.Sqrt(x);
    }

    internal readonly struct Log : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => LogReal(x);
    }

    internal readonly struct Sin : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => SinReal(x);
    }

    internal readonly struct Cos : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => CosReal(x);
    }

    internal readonly struct Tan : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => TanReal(x);
    }

    internal readonly struct Asin : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => AsinReal(x);
    }

    internal readonly struct Acos : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => AcosReal(x);
    }

    internal readonly struct Atan : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => AtanReal(x);
    }

    internal readonly struct Sinh : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => SinhReal(x);
    }

    internal readonly struct Cosh : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => CoshReal(x);
    }

    internal readonly struct Asinh : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => AsinhReal(x);
    }

    internal readonly struct Acosh : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => AcoshReal(x);
    }

    internal readonly struct Atanh : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => AtanhReal(x);
    }

    internal readonly struct Erf : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => ErfReal(x);
    }

    // x times the normal distribution's probability
    internal readonly struct Gelu : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x * 0.5 * (1 + ErfReal(x * 0.70710678118654752));
    }

    // Hendrycks and Gimpel's approximation
    internal readonly struct GeluTanh : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x * 0.5 * (1 + TanhReal(0.79788456080286536 * (x + (0.044715 * x * x * x))));
    }

    internal readonly struct QuickGelu : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x * SigmoidReal(a * x);
    }

    internal readonly struct Elu : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x < 0 ? a * (ExpReal(x) - 1) : x;
    }

    internal readonly struct Selu : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x > 0 ? b * x : b * a * (ExpReal(x) - 1);
    }

    internal readonly struct Celu : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => Math.Max(0, x) + Math.Min(0, a * (ExpReal(x / a) - 1));
    }

    internal readonly struct ThresholdedRelu : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x > a ? x : 0;
    }

    internal readonly struct Shrink : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x < -a ? x + b : x > a ? x - b : 0;
    }

    internal readonly struct Softplus : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => SoftplusReal(x);
    }

    internal readonly struct Softsign : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x / (1 + Math.Abs(x));
    }

    internal readonly struct Mish : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x * TanhReal(SoftplusReal(x));
    }

    internal readonly struct Sign : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => x > 0 ? 1 : x < 0 ? -1 : x;
    }

    internal readonly struct Floor : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => Math.Floor(x);
    }

    internal readonly struct Ceil : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => Math.Ceiling(x);
    }

    internal readonly struct Round : IRealFunction
    {
        public static double Invoke(double x, double a, double b) => Math.Round(x, MidpointRounding.ToEven);
    }
}
