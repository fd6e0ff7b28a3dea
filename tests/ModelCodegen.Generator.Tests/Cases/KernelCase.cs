using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>One step on random memory.</summary>
/// <param name="Plan">Copies its input to the arena, runs the step, and copies the whole arena to its output.</param>
/// <param name="Weights">The weight resource.</param>
/// <param name="Arena">What the arena holds before the step.</param>
/// <param name="Tolerance">How far floats may lie apart, relative to their size or to 1; 0 for the same bits.</param>
/// <param name="SameBits">Whether all tiers have to give the same bits.</param>
internal sealed record KernelCase(NetworkPlan Plan, byte[] Weights, byte[] Arena, double Tolerance, bool SameBits)
{
    public Step Step => Plan.Steps[1];
}
