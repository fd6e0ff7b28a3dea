using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator;

/// <summary>Finds what would make a plan's source not compile or not run: plans are files, and files get edited.</summary>
internal static class PlanValidation
{
    private static readonly HashSet<string> Taken =
    [
        "Quantization", "SourceSha256", "Sparsity", "WeightBytes", "Run", "Dispose", "KernelMethods", "WeightMemory", "SharedStep", "StepPart", "Equals",
        "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "ReferenceEquals",
    ];

    /// <summary>The first problem, or null.</summary>
    public static string? Problem(NetworkPlan plan) =>
        Names(plan).Concat(Ports(plan)).Concat(plan.Prefill.Concat(plan.Steps).SelectMany(WithBlocks).SelectMany(step => StepValidation.Problems(step, plan))).FirstOrDefault();

    private static IEnumerable<Step> WithBlocks(Step step) => step switch
    {
        BranchStep branch => branch.Then.Concat(branch.Else).SelectMany(WithBlocks).Prepend(step),
        LoopStep loop => loop.Body.SelectMany(WithBlocks).Prepend(step),
        _ => [step],
    };

    private static IEnumerable<string> Names(NetworkPlan plan)
    {
        if (!IsIdentifier(plan.ClassName) || Taken.Contains(plan.ClassName))
        {
            yield return $"'{plan.ClassName}' cannot be a class's name.";
        }

        if (plan.Namespace.Length > 0 && !plan.Namespace.Split('.').All(IsIdentifier))
        {
            yield return $"'{plan.Namespace}' cannot be a namespace.";
        }

        if (plan.Accessibility is not ("public" or "internal"))
        {
            yield return $"'{plan.Accessibility}' is neither public nor internal.";
        }

        if (plan.WeightBytes < 0 || plan.ArenaBytes < 0 || plan.ScratchBytes < 0 || (long)plan.ArenaBytes + plan.ScratchBytes > int.MaxValue - 1024)
        {
            yield return "The sizes of weights, arena and scratch memory are out of range.";
        }

        if (double.IsNaN(plan.Sparsity) || double.IsInfinity(plan.Sparsity))
        {
            yield return "The sparsity is no number.";
        }
    }

    private static IEnumerable<string> Ports(NetworkPlan plan)
    {
        var parameters = new HashSet<string>();
        var properties = new HashSet<string>();
        foreach (Port port in plan.Inputs.Concat(plan.Outputs))
        {
            if (!IsIdentifier(port.Parameter) || !parameters.Add(port.Parameter.TrimStart('@')))
            {
                yield return $"'{port.Parameter}' cannot be a parameter's name.";
            }

            if (!IsIdentifier(port.Property + "Length") || !properties.Add(port.Property) || plan.ClassName == port.Property + "Length" || plan.ClassName == port.Property + "Shape")
            {
                yield return $"'{port.Property}' cannot be a property's name.";
            }

            if (port.Shape.Any(static extent => extent < 0))
            {
                yield return $"'{port.Name}' has a negative dimension.";
            }
        }
    }

    private static bool IsIdentifier(string name)
    {
        string plain = name.StartsWith("@", StringComparison.Ordinal) ? name.Substring(1) : name;
        bool keyword = SyntaxFacts.GetKeywordKind(plain) != SyntaxKind.None;
        return SyntaxFacts.IsValidIdentifier(plain)
            && (plain.Length < name.Length || !keyword)
            && plain.All(static c => char.GetUnicodeCategory(c) != UnicodeCategory.Format);
    }
}
