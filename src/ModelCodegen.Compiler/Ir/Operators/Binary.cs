using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A function of two elements, broadcasting; inputs a, b of one type (but for Pow), truth values with the bitwise ones.</summary>
/// <param name="Function">The function.</param>
public sealed record Binary(BinaryFunction Function) : FusedOperator
{
    /// <inheritdoc/>
    public override string Name => Function.ToString();

    /// <summary>The kernel that computes it where there is no vector code.</summary>
    public ElementwiseCall Call(ElementType a, ElementType b)
    {
        string first = a.KernelName();
        string second = b.KernelName();
        return Function switch
        {
            BinaryFunction.Pow => new ElementwiseCall([first, second, first, $"Pow<{first},{second}>"]),
            _ when Function.IsComparison() => new ElementwiseCall([first, first, "byte", $"{Function}<{first}>"]),
            _ => new ElementwiseCall([first, first, first, $"{Function}<{first}>"]),
        };
    }
}
