using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A <see cref="Ir.Operators.Scan"/> for every item along dimension 0 of all its operands. Shape inference makes it several scans.</summary>
/// <param name="Scan">What is done with each item.</param>
public sealed record BatchedScan(Scan Scan) : Operator
{
    /// <inheritdoc/>
    public override ImmutableArray<Graph> Bodies => Scan.Bodies;

    /// <inheritdoc/>
    public override Operator WithBodies(ImmutableArray<Graph> bodies) => new BatchedScan((Scan)Scan.WithBodies(bodies));
}
