using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Functions of every element.</summary>
internal static class UnaryEmitter
{
    public static void Emit(UnaryStep step, StepContext context)
    {
        (EquatableArray<int> extents, EquatableArray<int>[] strides) = LoopOrder.Best(step.Extents, step.StridesInput, step.StridesOutput);
        step = step with { Extents = extents, StridesInput = strides[0], StridesOutput = strides[1] };
        var input = new StridedOperand("input", step.Input, 4, step.StridesInput);
        var output = new StridedOperand("output", step.Output, 4, step.StridesOutput);
        var loop = new StridedLoop(step.Extents.Count, [input], output);
        string function = step.Activation.IsNone ? "Identity" : Activations.Name(step.Activation);
        string name = $"{function}_{loop.Name}";
        context.Kernels.Add(
            name,
            $"{function} of every element.",
            [.. loop.Parameters(), .. Activations.Parameters(step.Activation)],
            Isa.Floats,
            (w, isa) => loop.Write(w, () =>
            {
                for (int v = 0; v < isa.VectorsOf16; v++)
                {
                    string at = Literal.Int(v * isa.Lanes * 4);
                    w.Line($"{isa.V}<float> x{v} = {isa.Load("float", "inputAt", at)};");
                    w.Line(isa.Store(Activations.Apply(isa, step.Activation, $"x{v}"), "outputAt", at));
                }
            }));
        context.Call(name, loop.Arguments(step.Extents).Concat(Activations.Arguments(step.Activation).Select(Literal.Float)));
    }
}
