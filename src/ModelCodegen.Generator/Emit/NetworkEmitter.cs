using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Writes the file of one network.</summary>
internal static class NetworkEmitter
{
    /// <summary>Steps per method: each method stays far below what the JIT optimises.</summary>
    public const int StepsPerMethod = 40;

    public static string Emit(NetworkPlan plan, EmitOptions options)
    {
        var kernels = new KernelSet();
        var blocks = new List<IReadOnlyList<(Step Step, IReadOnlyList<string> Calls)>>();
        StepContext context = null!;
        context = new StepContext(plan, kernels, Block);
        List<string> prefill = [];
        foreach (FillStep step in plan.Prefill)
        {
            StepEmitter.Emit(step, context);
            prefill.AddRange(context.Take());
        }

        List<(Step Step, IReadOnlyList<string> Calls)> steps = [];
        List<(int Number, IReadOnlyList<string> Calls)> shared = [];
        foreach (Step step in plan.Steps)
        {
            context.InParts = ThreadsEmitter.IsShared(step);
            StepEmitter.Emit(step, context);
            IReadOnlyList<string> calls = context.Take();
            if (context.InParts)
            {
                shared.Add((steps.Count, calls));
                calls = ThreadsEmitter.Call(steps.Count, plan.WeightBytes > 0);
            }

            steps.Add((step, calls));
        }

        var w = new IndentedWriter();
        Header(w, plan);
        if (plan.Namespace.Length > 0)
        {
            w.Raw("namespace " + plan.Namespace);
            w.Open();
        }

        w.Raw("/// <summary>The network of <c>" + Literal.Xml(plan.SourceName) + "</c>. An instance serves one thread at a time.</summary>");
        w.Raw($"[global::System.CodeDom.Compiler.GeneratedCode(\"ModelCodegen\", {Literal.String(plan.ToolVersion)})]");
        w.Raw($"{plan.Accessibility} sealed partial class {plan.ClassName} : global::System.IDisposable");
        w.Open();
        MembersEmitter.Constants(w, plan);
        MembersEmitter.Lifetime(w, plan, prefill, shared.Count > 0);
        MembersEmitter.Run(w, plan, (steps.Count + StepsPerMethod - 1) / StepsPerMethod, shared.Count > 0);
        for (int first = 0; first < steps.Count; first += StepsPerMethod)
        {
            Layers(w, plan, $"Layers{first / StepsPerMethod}", steps.Skip(first).Take(StepsPerMethod), shared.Count > 0);
        }

        for (int i = 0; i < blocks.Count; i++)
        {
            Layers(w, plan, $"Block{i}", blocks[i], pool: false);
        }

        if (shared.Count > 0)
        {
            ThreadsEmitter.Write(w, plan, shared);
        }

        if (plan.WeightBytes > 0)
        {
            WeightsEmitter.Write(w, plan, options.AllowUnsafe);
        }

        w.Close();
        if (plan.Namespace.Length > 0)
        {
            w.Close();
        }

        Kernels(w, kernels, options.Precompiled);
        return w.ToString();

        // The steps of a branch or loop, in methods of their own.
        IReadOnlyList<string> Block(IEnumerable<Step> inside)
        {
            var emitted = new List<(Step Step, IReadOnlyList<string> Calls)>();
            IReadOnlyList<string> before = context.Take();
            foreach (Step step in inside)
            {
                context.InParts = false;
                StepEmitter.Emit(step, context);
                emitted.Add((step, context.Take()));
            }

            context.Lines([.. before]);
            var calls = new List<string>();
            for (int first = 0; first < emitted.Count; first += StepsPerMethod)
            {
                calls.Add($"Block{blocks.Count}({string.Join(", ", MembersEmitter.Memories(plan).Select(static m => "ref " + m))});");
                blocks.Add([.. emitted.Skip(first).Take(StepsPerMethod)]);
            }

            return calls;
        }
    }

    // A namespace of their own, whose directives stand inside it: what the consumer declares elsewhere captures none of the names.
    private static void Kernels(IndentedWriter w, KernelSet kernels, bool precompiled)
    {
        w.Line();
        w.Raw("namespace " + IndentedWriter.KernelNamespace);
        w.Open();
        foreach (string space in IndentedWriter.UsedNamespaces)
        {
            w.Raw($"using global::{space};");
        }

        w.Line();
        w.Raw("// The kernels of this file's network, and of no other.");
        w.Raw("file static class KernelMethods");
        w.Open();
        var inner = new IndentedWriter(qualify: false);
        kernels.Write(inner);
        foreach (string line in inner.ToString().Replace("KernelMethods.", "").TrimEnd('\n').Split('\n'))
        {
            if (!(precompiled && line.Trim() == KernelSet.Loops))
            {
                w.Raw(line);
            }
        }

        w.Close();
        w.Close();
    }

    private static void Header(IndentedWriter w, NetworkPlan plan)
    {
        w.Raw("// <auto-generated/>");
        w.Raw("// Model: " + Literal.Comment(plan.SourceName));
        w.Raw("// SHA-256: " + Literal.Comment(plan.SourceSha256));
        w.Raw("// Options: " + Literal.Comment(plan.Options));
        w.Raw("// ModelCodegen " + Literal.Comment(plan.ToolVersion));
        w.Line();
        w.Raw("#nullable enable");
        w.Raw("#pragma warning disable CA2252 // AvxVnni is a preview API of .NET 8, and only of .NET 8.");
        w.Line();
    }

    private static void Layers(IndentedWriter w, NetworkPlan plan, string name, IEnumerable<(Step Step, IReadOnlyList<string> Calls)> steps, bool pool)
    {
        w.Open($"private static void {name}({string.Join(", ", MembersEmitter.Memories(plan).Select(static m => "ref byte " + m).Concat(pool ? ["WorkerPool? pool"] : []))})");
        bool first = true;
        foreach ((Step step, IReadOnlyList<string> calls) in steps)
        {
            if (!first)
            {
                w.Line();
            }

            first = false;
            w.Raw("// " + Literal.Comment(step.Node) + ": " + Literal.Comment(StepEmitter.Describe(step)));
            foreach (string call in calls)
            {
                w.Line(call);
            }
        }

        w.Close();
        w.Line();
    }
}
