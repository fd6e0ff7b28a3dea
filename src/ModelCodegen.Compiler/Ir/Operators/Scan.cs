using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// A network computed for every slice of sequences. Inputs: states, sequences, what the body reads of the network around
/// it. Results: the last states, stacks. Shape inference makes it a <see cref="Loop"/>.
/// </summary>
/// <param name="Body">The network: states and slices to next states and slices.</param>
/// <param name="States">The number of states.</param>
/// <param name="Sequences">The number of sequences.</param>
/// <param name="InputAxes">Per sequence, the dimension that is walked; negative ones count from the end.</param>
/// <param name="InputBackwards">Per sequence, whether it is walked from its end.</param>
/// <param name="OutputAxes">Per stack, the dimension along which slices are put.</param>
/// <param name="OutputBackwards">Per stack, whether slices are put from the end.</param>
public sealed record Scan(
    Graph Body,
    int States,
    int Sequences,
    ImmutableArray<int> InputAxes,
    ImmutableArray<bool> InputBackwards,
    ImmutableArray<int> OutputAxes,
    ImmutableArray<bool> OutputBackwards) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<Graph> Bodies => [Body];

    /// <inheritdoc/>
    public override Operator WithBodies(ImmutableArray<Graph> bodies) => this with { Body = bodies[0] };
}
