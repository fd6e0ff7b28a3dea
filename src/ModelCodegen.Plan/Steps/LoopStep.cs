namespace ModelCodegen.Plan;

/// <summary>
/// Steps that are done again and again: before each turn its number, from 0 on, is written to <see cref="Turn"/>; there is
/// none any more when it reaches one of the limits, or when the condition is 0.
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Turn">An int64 of the arena.</param>
/// <param name="Body">The steps of a turn; they may change the condition.</param>
/// <param name="Turns">The number of turns; -1 where only the other limits end the loop.</param>
/// <param name="Limit">An int64 that holds the number of turns, where it is computed.</param>
/// <param name="Condition">A byte, where there is a condition.</param>
public sealed record LoopStep(
    string Node,
    Location Turn,
    EquatableArray<Step> Body,
    int Turns = -1,
    Location? Limit = null,
    Location? Condition = null)
    : Step(Node);
