using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Calls;

/// <summary>A function of the corresponding elements of all of the node's operands, which broadcast to its result's shape.</summary>
/// <param name="Types">The elements' types of the operands and of the result, then the function's.</param>
/// <param name="Parameters">The function's parameters.</param>
public sealed record ElementwiseCall(ImmutableArray<string> Types, params double[] Parameters)
    : KernelCall($"Map{Types.Length - 2}", Types)
{
    /// <summary>The number of operands.</summary>
    public int Operands => Types.Length - 2;

    /// <summary>The function's type.</summary>
    public string Function => Types[^1];
}
