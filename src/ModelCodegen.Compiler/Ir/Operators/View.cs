using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Another look at the elements of x, without a copy: along every dimension it starts somewhere and goes on by a step,
/// backwards where that is negative, standing still where it is 0 (broadcasting).
/// </summary>
/// <param name="Starts">Per dimension, the first index.</param>
/// <param name="Steps">Per dimension, the distance from index to index.</param>
public sealed record View(ImmutableArray<int> Starts, ImmutableArray<int> Steps) : Operator;
