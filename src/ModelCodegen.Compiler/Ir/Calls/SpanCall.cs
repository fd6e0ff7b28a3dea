using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Calls;

/// <summary>A call of a kernel that takes whole tensors in row-major order.</summary>
/// <param name="Kernel">See <see cref="KernelCall"/>.</param>
/// <param name="Types">See <see cref="KernelCall"/>.</param>
/// <param name="Arguments">The kernel's arguments, in order.</param>
public sealed record SpanCall(string Kernel, ImmutableArray<string> Types, params CallArgument[] Arguments) : KernelCall(Kernel, Types);
