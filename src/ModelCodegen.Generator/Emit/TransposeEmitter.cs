using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Copies of floats whose elements are adjacent along one loop in the input and along another in the output: squares of 4x4,
/// exchanged in registers, the last ones overlapping those before.
/// </summary>
internal static class TransposeEmitter
{
    private const int Side = 4;

    /// <summary>Whether a copy is of that kind.</summary>
    public static bool Fits(ConvertStep step) => step.InputType.SizeInBytes() == Side && Adjacent(step) is not null;

    public static void Emit(ConvertStep step, StepContext context)
    {
        (int inInput, int inOutput) = Adjacent(step)!.Value;
        int[] order = [.. Enumerable.Range(0, step.Extents.Count).Where(i => i != inInput && i != inOutput), inOutput, inInput];
        EquatableArray<int> Ordered(EquatableArray<int> values) => new(order.Select(i => values[i]));
        var input = new StridedOperand("input", step.Input, Side, Ordered(step.StridesInput));
        var output = new StridedOperand("output", step.Output, Side, Ordered(step.StridesOutput));
        var loop = new StridedLoop(order.Length, [input], output);
        string name = $"Transpose_{loop.Rank}";
        context.Kernels.Add(name, "Copies floats, rows to columns.", [.. loop.Parameters()], [Isa.Portable], (w, _) => Body(w, loop));
        context.Call(name, loop.Arguments(Ordered(step.Extents)));
    }

    private static void Body(IndentedWriter w, StridedLoop loop)
    {
        int inner = loop.Rank - 1;
        loop.Rows(w, () =>
        {
            foreach ((int i, string next) in new[] { (inner - 1, "nextRow"), (inner, "nextColumn") })
            {
                w.Open($"for (int {next} = 0; {next} < extent{i}; {next} += {Side})");
                w.Line($"int i{i} = {next} < extent{i} - {Side} ? {next} : extent{i} - {Side};");
            }

            string At(StridedOperand operand) => $"Unsafe.Add(ref {operand.Name}Row, (nint)i{inner - 1} * {operand.Name}Stride{inner - 1} + (nint)i{inner} * {operand.Name}Stride{inner})";
            w.Line($"KernelMethods.Transpose4x4(ref {At(loop.Inputs[0])}, inputStride{inner - 1}, ref {At(loop.Output!)}, outputStride{inner});");
            w.Close();
            w.Close();
        }, inner: 2);
    }

    // The long loops along which elements are adjacent in the input and in the output.
    private static (int InInput, int InOutput)? Adjacent(ConvertStep step)
    {
        int inInput = Find(step.StridesInput, step.StridesOutput);
        int inOutput = Find(step.StridesOutput, step.StridesInput);
        return inInput >= 0 && inOutput >= 0 ? (inInput, inOutput) : null;

        int Find(IReadOnlyList<int> adjacent, IReadOnlyList<int> other) =>
            Enumerable.Range(0, step.Extents.Count).Where(i => adjacent[i] == 1 && other[i] != 1 && step.Extents[i] >= Side).DefaultIfEmpty(-1).First();
    }
}
