using System.Runtime.CompilerServices;
using ModelCodegen.Kernels;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Reference;

/// <summary>Functions of one element.</summary>
internal static class ActivationFunction
{
    /// <summary>Applies a function to all elements, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Activation activation, Span<float> values)
    {
        float a = activation.A;
        float b = activation.B;
        switch (activation.Function)
        {
            case UnaryFunction.Identity:
                return;
            case UnaryFunction.Clip:
                foreach (ref float x in values)
                {
                    x = x < a ? a : x;
                    x = x > b ? b : x;
                }

                return;
            case UnaryFunction.LeakyRelu:
                foreach (ref float x in values)
                {
                    x = x < 0 ? a * x : x;
                }

                return;
            case UnaryFunction.Sigmoid:
                foreach (ref float x in values)
                {
                    x = (float)KernelMethods.SigmoidReal(x);
                }

                return;
            case UnaryFunction.HardSigmoid:
                foreach (ref float x in values)
                {
                    x = Math.Clamp((a * x) + b, 0, 1);
                }

                return;
            case UnaryFunction.HardSwish:
                foreach (ref float x in values)
                {
                    x *= Math.Clamp((x / 6) + 0.5f, 0, 1);
                }

                return;
            case UnaryFunction.Silu:
                foreach (ref float x in values)
                {
                    x = (float)(x / (1 + KernelMethods.ExpReal(-(double)x)));
                }

                return;
            case UnaryFunction.Tanh:
                foreach (ref float x in values)
                {
                    x = (float)KernelMethods.TanhReal(x);
                }

                return;
            case UnaryFunction.Exp:
                foreach (ref float x in values)
                {
                    x = (float)KernelMethods.ExpReal(x);
                }

                return;
            case UnaryFunction.Abs:
                Map(values, Math.Abs);
                return;
            case UnaryFunction.Neg:
                Map(values, x => -x);
                return;
            case UnaryFunction.Reciprocal:
                Map(values, x => 1 / x);
                return;
            case UnaryFunction.Sqrt:
                Map(values, Math.Sqrt);
                return;
            case UnaryFunction.Erf:
                Map(values, KernelMethods.ErfReal);
                return;
            case UnaryFunction.Gelu:
                Map(values, x => x * 0.5 * (1 + KernelMethods.ErfReal(x * 0.70710678118654752)));
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation));
        }
    }

    private static void Map(Span<float> values, Func<double, double> function)
    {
        foreach (ref float x in values)
        {
            x = (float)function(x);
        }
    }
}
