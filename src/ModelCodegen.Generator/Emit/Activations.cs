using System.Collections.Generic;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Activations as part of kernels: the function is literal, its parameters are arguments.</summary>
internal static class Activations
{
    /// <summary>The function's part of a kernel's name.</summary>
    public static string Name(Activation activation) => IsRelu(activation) ? "Relu" : activation.IsNone ? "" : activation.Function.ToString();

    /// <summary>The kernel's parameters for a function's; a kernel of several functions gives each a name.</summary>
    public static IReadOnlyList<string> Parameters(Activation activation, string name = "activation") => Arguments(activation).Count switch
    {
        0 => [],
        1 => [$"float {name}A"],
        _ => [$"float {name}A", $"float {name}B"],
    };

    public static IReadOnlyList<float> Arguments(Activation activation) => activation.Function switch
    {
        _ when IsRelu(activation) => [],
        UnaryFunction.Clip or UnaryFunction.HardSigmoid => [activation.A, activation.B],
        UnaryFunction.LeakyRelu => [activation.A],
        _ => [],
    };

    /// <summary>The function of a vector of floats, an expression.</summary>
    public static string Apply(Isa isa, Activation activation, string x, string name = "activation")
    {
        string v = isa.V;
        return activation.Function switch
        {
            UnaryFunction.Identity => x,
            _ when IsRelu(activation) => isa.Max($"{v}<float>.Zero", x),
            UnaryFunction.Clip => isa.Min($"{v}.Create({name}B)", isa.Max($"{v}.Create({name}A)", x)),
            UnaryFunction.LeakyRelu => $"KernelMethods.LeakyRelu{isa.Lanes * 32}({x}, {v}.Create({name}A))",
            UnaryFunction.HardSigmoid =>
                isa.Min($"{v}.Create(1f)", isa.Max($"{v}<float>.Zero", $"{v}.Create({name}A) * ({x}) + {v}.Create({name}B)")),
            UnaryFunction.Abs => $"{v}.Abs({x})",
            UnaryFunction.Neg => $"-({x})",
            UnaryFunction.Reciprocal => $"{v}.Create(1f) / ({x})",
            UnaryFunction.Sqrt => $"{v}.Sqrt({x})",
            _ => $"KernelMethods.{activation.Function}{isa.Lanes * 32}({x})",
        };
    }

    private static bool IsRelu(Activation activation) =>
        activation.Function == UnaryFunction.Clip && activation.A == 0 && float.IsPositiveInfinity(activation.B);
}
