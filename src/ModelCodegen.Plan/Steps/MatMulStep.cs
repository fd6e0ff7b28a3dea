namespace ModelCodegen.Plan;

/// <summary>
/// A product of two float matrices that are both computed at run time:
/// <c>y[batch, m, n] = sum over k of a[batch, m, k] * b[batch, k, n]</c>, repeated over the batch extents.
/// Columns of b and y are adjacent in memory, and so are those of a.
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="A">The left matrix.</param>
/// <param name="B">The right matrix.</param>
/// <param name="Output">The product.</param>
/// <param name="Rows">m</param>
/// <param name="Columns">n</param>
/// <param name="Depth">k</param>
/// <param name="RowStrideA">From row to row of a.</param>
/// <param name="RowStrideB">From row to row of b.</param>
/// <param name="RowStrideOutput">From row to row of the product.</param>
/// <param name="Batch">The batch dimensions, outermost first; empty for one product.</param>
/// <param name="BatchStridesA">Per batch dimension; 0 repeats a matrix.</param>
/// <param name="BatchStridesB">Per batch dimension; 0 repeats a matrix.</param>
/// <param name="BatchStridesOutput">Per batch dimension.</param>
/// <param name="Scale">What sums are multiplied by.</param>
public sealed record MatMulStep(
    string Node,
    Location A,
    Location B,
    Location Output,
    int Rows,
    int Columns,
    int Depth,
    int RowStrideA,
    int RowStrideB,
    int RowStrideOutput,
    EquatableArray<int> Batch,
    EquatableArray<int> BatchStridesA,
    EquatableArray<int> BatchStridesB,
    EquatableArray<int> BatchStridesOutput,
    float Scale = 1)
    : Step(Node);
