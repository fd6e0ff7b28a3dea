using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// A network computed again and again. Inputs: the largest number of turns (omitted: no limit), the first condition
/// (omitted: true), the carried values' first states, then what the body reads of the network around it. The body's inputs
/// correspond: the turn's number (Int64), the condition, the carried values, the others. Its outputs: the next condition,
/// the carried values' next states, and values that are stacked over all turns. Results: the carried values' last states,
/// then the stacks.
/// </summary>
/// <param name="Body">The network.</param>
/// <param name="Carried">The number of carried values.</param>
public sealed record Loop(Graph Body, int Carried) : Operator
{
    /// <summary>The inputs of the node before the carried values, and the body's.</summary>
    public const int Leading = 2;

    /// <inheritdoc/>
    public override ImmutableArray<Graph> Bodies => [Body];

    /// <inheritdoc/>
    public override Operator WithBodies(ImmutableArray<Graph> bodies) => this with { Body = bodies[0] };
}
