using System;
using System.Collections.Generic;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Where the emitters of steps put what they make: kernels into the set, calls into the present method.</summary>
internal sealed class StepContext(NetworkPlan plan, KernelSet kernels, Func<IEnumerable<Step>, IReadOnlyList<string>> block)
{
    private readonly List<string> calls = [];

    public KernelSet Kernels { get; } = kernels;

    /// <summary>Whether the present step is computed in parts, <c>part</c> of <c>parts</c>, instead of at once.</summary>
    public bool InParts { get; set; }

    /// <summary>The range of a loop that is cut into parts.</summary>
    public (string First, string End) Range(int count, bool cut) => InParts && cut
        ? ($"(int)((long){Literal.Int(count)} * part / parts)", $"(int)((long){Literal.Int(count)} * (part + 1) / parts)")
        : ("0", Literal.Int(count));

    /// <summary>The calls written since the last <see cref="Take"/>.</summary>
    public IReadOnlyList<string> Take()
    {
        string[] taken = calls.ToArray();
        calls.Clear();
        return taken;
    }

    /// <summary>Adds lines that are no call.</summary>
    public void Lines(params string[] lines) => calls.AddRange(lines);

    /// <summary>Calls that depend on a condition.</summary>
    public void Either(string condition, Action then, Action otherwise)
    {
        Kernels.AddFunctionsOf(condition);
        calls.Add($"if ({condition})");
        Indented(then);
        calls.Add("else");
        Indented(otherwise);

        void Indented(Action emit)
        {
            calls.Add("{");
            int first = calls.Count;
            emit();
            for (int i = first; i < calls.Count; i++)
            {
                calls[i] = "    " + calls[i];
            }

            calls.Add("}");
        }
    }

    /// <summary>The address of the memory that a step may use for itself, as a <c>ref byte</c> argument.</summary>
    public string Scratch => InParts
        ? $"ref KernelMethods.At(ref arena, {Literal.Int(plan.ArenaBytes)} + part * {Literal.Int(plan.ScratchBytes)})"
        : Address(Location.Arena(plan.ArenaBytes));

    /// <summary>Writes steps into methods of their own, and gives the calls of these.</summary>
    public IReadOnlyList<string> Block(IEnumerable<Step> steps) => block(steps);

    /// <summary>Adds a call of a kernel: arguments in order, already C#.</summary>
    public void Call(string kernel, IEnumerable<string> arguments)
    {
        string call = $"KernelMethods.{kernel}({string.Join(", ", arguments)});";
        Kernels.AddFunctionsOf(call);
        calls.Add(call);
    }

    /// <summary>A location as a <c>ref byte</c> argument.</summary>
    public static string Address(Location location)
    {
        string space = location.Space switch
        {
            Space.Arena => "arena",
            Space.Weights => "weights",
            Space.Input => "input" + Literal.Int(location.Index),
            _ => "output" + Literal.Int(location.Index),
        };
        return location.Offset == 0 ? "ref " + space : $"ref KernelMethods.At(ref {space}, {Literal.Int(location.Offset)})";
    }
}
