using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Permutes dimensions: output dimension i is input dimension Permutation[i].</summary>
/// <param name="Permutation">Empty reverses, until shape inference has run.</param>
public sealed record Transpose(ImmutableArray<int> Permutation) : Operator;
