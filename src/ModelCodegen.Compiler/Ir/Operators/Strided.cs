using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Elements of x at strides of their own: diagonals, which a <see cref="View"/> cannot say.</summary>
/// <param name="Shape">The result's shape.</param>
/// <param name="Strides">Per dimension, elements of x to advance.</param>
public sealed record Strided(ImmutableArray<int> Shape, ImmutableArray<int> Strides) : KernelOperator
{
    /// <inheritdoc/>
    public override bool MovesElements => true;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands) => [operands[0] with { Shape = Shape }];

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall("TakeStrided", [operands.KernelType(0)], Read(0), Write(0), Shape, Strides);
}
