namespace ModelCodegen.Plan;

/// <summary>A function of every element of a strided float tensor.</summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Activation">The function.</param>
/// <param name="Input">The operand.</param>
/// <param name="Output">The result.</param>
/// <param name="Extents">The loops, outermost first, at least one; adjacent loops have been merged.</param>
/// <param name="StridesInput">Per loop, elements.</param>
/// <param name="StridesOutput">Per loop, elements.</param>
public sealed record UnaryStep(
    string Node,
    Activation Activation,
    Location Input,
    Location Output,
    EquatableArray<int> Extents,
    EquatableArray<int> StridesInput,
    EquatableArray<int> StridesOutput)
    : Step(Node);
