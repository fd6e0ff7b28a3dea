using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A function of each element, of any numeric type.</summary>
/// <param name="Activation">The function and its parameters.</param>
public sealed record Unary(Activation Activation) : Operator
{
    /// <inheritdoc/>
    public override string Name => Activation == Activation.Relu ? "Relu" : Activation.Function.ToString();

    /// <summary>The kernel that computes it where there is no vector code.</summary>
    public ElementwiseCall Call(ElementType type)
    {
        string name = type.KernelName();
        string? whole = type.IsFloat() ? null : Activation.Function switch
        {
            UnaryFunction.Abs => "WholeAbs",
            UnaryFunction.Neg => "WholeNeg",
            UnaryFunction.Sign => "WholeSign",
            _ => null,
        };
        return whole is not null
            ? new ElementwiseCall([name, name, $"{whole}<{name}>"])
            : new ElementwiseCall([name, name, $"Real<{name},{Activation.Function}>"], Activation.A, Activation.B);
    }
}
