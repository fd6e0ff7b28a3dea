namespace ModelCodegen.Plan;

/// <summary>
/// Softmax of float rows: <c>y[i] = exp(x[i] - max x) / sum over j of exp(x[j] - max x)</c>. Reductions use 16 virtual
/// lanes, added pairwise, on every instruction set: the same bits everywhere. The elements of a row are adjacent, the
/// input lies in the arena.
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Input">The element with all indices 0.</param>
/// <param name="Output">The element with all indices 0.</param>
/// <param name="Length">Elements of a row.</param>
/// <param name="Extents">The loops over rows, outermost first; empty for one row.</param>
/// <param name="StridesInput">Per loop, elements.</param>
/// <param name="StridesOutput">Per loop, elements.</param>
public sealed record SoftmaxStep(
    string Node,
    Location Input,
    Location Output,
    int Length,
    EquatableArray<int> Extents,
    EquatableArray<int> StridesInput,
    EquatableArray<int> StridesOutput)
    : Step(Node);
