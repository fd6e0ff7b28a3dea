using System;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator;

/// <summary>What became of one plan file: a plan, or the reason why there is none.</summary>
/// <param name="Path">The file.</param>
/// <param name="Plan">The plan, or null.</param>
/// <param name="Problem">Why there is none.</param>
internal sealed record ParsedPlan(string Path, NetworkPlan? Plan, string Problem)
{
    public static ParsedPlan Parse(string path, string text)
    {
        try
        {
            NetworkPlan plan = PlanXml.Read(text);
            return PlanValidation.Problem(plan) is { } problem ? new ParsedPlan(path, null, problem) : new ParsedPlan(path, plan, "");
        }
        catch (Exception exception)
        {
            // A plan is a file that anything may have changed: whatever is wrong with it is the file's fault, not ours.
            return new ParsedPlan(path, null, Innermost(exception).Message);
        }
    }

    private static Exception Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception;
}
