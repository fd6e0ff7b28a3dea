namespace ModelCodegen.Plan;

/// <summary>One of two lists of steps.</summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Condition">A byte; other than 0 chooses <see cref="Then"/>.</param>
/// <param name="Then">What is done where the condition holds.</param>
/// <param name="Else">What is done where it does not.</param>
public sealed record BranchStep(string Node, Location Condition, EquatableArray<Step> Then, EquatableArray<Step> Else) : Step(Node);
