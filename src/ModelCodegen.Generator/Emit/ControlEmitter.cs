using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Branches and loops. Their steps are methods of their own.</summary>
internal static class ControlEmitter
{
    public static void Emit(BranchStep step, StepContext context)
    {
        string[] then = Indented(step.Then, context);
        string[] otherwise = Indented(step.Else, context);
        context.Lines($"if ({Byte(step.Condition)} != 0)");
        context.Lines(["{", .. then, "}", "else", "{", .. otherwise, "}"]);
    }

    public static void Emit(LoopStep step, StepContext context)
    {
        string[] body = Indented(step.Body, context);
        string[] limits =
        [
            .. step.Turns >= 0 ? [$"turn < {Literal.Int(step.Turns)}"] : Enumerable.Empty<string>(),
            .. step.Limit is { } limit ? [$"turn < Unsafe.ReadUnaligned<long>({StepContext.Address(limit)})"] : Enumerable.Empty<string>(),
            .. step.Condition is { } condition ? [$"{Byte(condition)} != 0"] : Enumerable.Empty<string>(),
        ];
        context.Kernels.AddFunctionsOf("KernelMethods.At(");
        context.Lines($"for (long turn = 0; {string.Join(" && ", limits)}; turn++)");
        context.Lines(["{", $"    Unsafe.WriteUnaligned({StepContext.Address(step.Turn)}, turn);", .. body, "}"]);
    }

    private static string[] Indented(EquatableArray<Step> steps, StepContext context) => [.. context.Block(steps).Select(static call => "    " + call)];

    // Behind "ref", an address is a value.
    private static string Byte(Location location) => StepContext.Address(location).Substring("ref ".Length);
}
