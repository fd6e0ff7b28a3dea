using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Parts of x, by the operands starts, ends, axes? and steps?. Shape inference makes it a <see cref="View"/>.</summary>
public sealed record Slice : Operator;
