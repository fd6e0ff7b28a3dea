using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;

namespace ModelCodegen.Compiler.Ir;

/// <summary>
/// An operator that one of the general kernels (<c>src/ModelCodegen.Kernels</c>) computes, on any type that the kernel
/// takes. It says itself what it gives and how the kernel is called; no other stage need know it.
/// </summary>
public abstract record KernelOperator : Operator
{
    /// <summary>
    /// Whether the results' elements are elements of the operand 0 (and of others of its type), so that a quantized tensor
    /// can be moved as bytes.
    /// </summary>
    public virtual bool MovesElements => false;

    /// <summary>Types and shapes of all results that the operator has, named by the node or not.</summary>
    /// <exception cref="Diagnostics.CompilationException">The node contradicts its operands, or is not supported.</exception>
    /// <exception cref="ArgumentException">Likewise.</exception>
    public abstract ImmutableArray<ValueInfo> Infer(Operands operands);

    /// <summary>The call that computes all results.</summary>
    public abstract KernelCall Call(Operands operands);
}
