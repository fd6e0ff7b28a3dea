using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// One of two networks; inputs: the condition, then what either network reads. Both have these (without the condition) as
/// their inputs, in this order.
/// </summary>
/// <param name="Then">Computed where the condition holds.</param>
/// <param name="Else">Computed where it does not.</param>
public sealed record If(Graph Then, Graph Else) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<Graph> Bodies => [Then, Else];

    /// <inheritdoc/>
    public override Operator WithBodies(ImmutableArray<Graph> bodies) => new If(bodies[0], bodies[1]);
}
