using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Softmax of rows, in three passes: maximum, exponentials and their sum, quotients.</summary>
internal static class SoftmaxEmitter
{
    public static void Emit(SoftmaxStep step, StepContext context)
    {
        // The rows' elements are adjacent: the innermost loop is theirs.
        var input = new StridedOperand("input", step.Input, 4, new EquatableArray<int>(step.StridesInput.Append(1)));
        var output = new StridedOperand("output", step.Output, 4, new EquatableArray<int>(step.StridesOutput.Append(1)));
        var loop = new StridedLoop(step.Extents.Count + 1, [input], output);
        bool hasRest = step.Length % 16 != 0;
        string name = $"Softmax_{loop.Rank}{RowPass.Name(hasRest)}";
        context.Kernels.Add(name, "Softmax of rows.", [.. loop.Parameters()], Isa.Floats, (w, isa) =>
        {
            var pass = new RowPass(isa, hasRest);
            w.Line($"int length = extent{loop.Rank - 1};");
            pass.Declare(w);
            loop.Rows(w, () => Row(w, pass));
        });
        context.Call(name, loop.Arguments(new EquatableArray<int>(step.Extents.Append(step.Length))));
    }

    private static void Row(IndentedWriter w, RowPass pass)
    {
        Isa isa = pass.Isa;
        string v = isa.V;
        string f = $"{v}<float>";
        foreach (int i in pass.Vectors)
        {
            w.Line($"{f} most{i} = {v}.Create(float.NegativeInfinity);");
            w.Line($"{f} sum{i} = {f}.Zero;");
        }

        pass.Write(w, rest =>
        {
            foreach (int i in pass.Vectors)
            {
                string x = pass.Load("inputRow", i);
                string inside = rest ? $"{v}.ConditionalSelect(inside{i}, {x}, {v}.Create(float.NegativeInfinity))" : x;
                w.Line($"most{i} = {isa.Max(inside, $"most{i}")};");
            }
        });
        w.Line();
        w.Line($"{f} most = {v}.Create({ReductionFunctions.Largest(isa, "most")});");

        // The rest's exponentials stay in registers: the output must not be read beyond the row's end.
        foreach (int i in pass.HasRest ? pass.Vectors : [])
        {
            w.Line($"{f} last{i};");
        }

        pass.Write(w, rest =>
        {
            foreach (int i in pass.Vectors)
            {
                w.Line($"{f} x{i} = KernelMethods.Exp{isa.Lanes * 32}({pass.Load("inputRow", i)} - most);");
                w.Line($"sum{i} += {pass.Inside($"x{i}", i, rest)};");
                w.Line(rest ? $"last{i} = x{i};" : pass.Store($"x{i}", "outputRow", i, rest));
            }
        });
        w.Line();
        w.Line($"{f} factor = {v}.Create(1f / {ReductionFunctions.Sum(isa, "sum")});");
        pass.Write(w, rest =>
        {
            foreach (int i in pass.Vectors)
            {
                w.Line(pass.Store($"({(rest ? $"last{i}" : pass.Load("outputRow", i))} * factor)", "outputRow", i, rest));
            }
        });
    }
}
