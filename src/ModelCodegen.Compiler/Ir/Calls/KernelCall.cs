using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Calls;

/// <summary>
/// Which of the general kernels computes a node, and with what. The reference evaluator carries calls out, lowering writes
/// them into the plan: both compute the same by construction.
/// </summary>
/// <param name="Kernel">The method of <c>ModelCodegen.Kernels</c>.</param>
/// <param name="Types">Its type arguments, as C#.</param>
public abstract record KernelCall(string Kernel, ImmutableArray<string> Types)
{
    /// <summary>What the plan says of the step, for people; empty for the operator's name.</summary>
    public string Description { get; init; } = "";
}
