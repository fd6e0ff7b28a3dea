using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>An activation on integers: Clip is a clamp, because rounding keeps the order.</summary>
internal static class Clamp
{
    /// <summary>The least and the largest code after an activation.</summary>
    public static (int Low, int High) Of(Activation activation, Quantization quantization) => activation.Function switch
    {
        UnaryFunction.Identity => (quantization.Low, quantization.High),
        UnaryFunction.Clip => (quantization.Quantize(activation.A), quantization.Quantize(activation.B)),
        _ => throw new InvalidOperationException($"{activation.Function} is no clamp."),
    };
}
