namespace ModelCodegen.Plan;

/// <summary>A function of every byte of a strided tensor, as a table: <c>y = table[x]</c>.</summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Description">What is computed, for the comment: for example <c>HardSwish</c>.</param>
/// <param name="Input">Bytes.</param>
/// <param name="Table">256 bytes of the weights.</param>
/// <param name="Output">Bytes.</param>
/// <param name="Extents">The loops, outermost first, at least one; adjacent loops have been merged.</param>
/// <param name="StridesInput">Per loop, elements.</param>
/// <param name="StridesOutput">Per loop, elements.</param>
public sealed record LookupStep(
    string Node,
    string Description,
    Location Input,
    Location Table,
    Location Output,
    EquatableArray<int> Extents,
    EquatableArray<int> StridesInput,
    EquatableArray<int> StridesOutput)
    : Step(Node);
