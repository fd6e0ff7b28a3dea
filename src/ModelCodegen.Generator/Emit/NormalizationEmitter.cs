using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Layer normalization of rows, in up to three passes: sum, sum of squares, results.</summary>
internal static class NormalizationEmitter
{
    public static void Emit(NormalizationStep step, StepContext context)
    {
        bool hasRest = step.Length % 16 != 0;
        string name = $"{(step.IsCentered ? "Layer" : "Rms")}Normalization{RowPass.Name(hasRest)}";
        context.Kernels.Add(
            name,
            step.IsCentered ? "Rows to mean 0 and variance 1, times a scale, plus a bias." : "Rows to mean square 1, times a scale, plus a bias.",
            ["ref byte input", "ref byte scale", "ref byte bias", "ref byte output", "int rows", "int length", "float epsilon"],
            Isa.Floats,
            (w, isa) => Body(w, new RowPass(isa, hasRest), step.IsCentered));
        context.Call(
            name,
            [
                StepContext.Address(step.Input), StepContext.Address(step.Scale), StepContext.Address(step.Bias), StepContext.Address(step.Output),
                Literal.Int(step.Rows), Literal.Int(step.Length), Literal.Float(step.Epsilon),
            ]);
    }

    private static void Body(IndentedWriter w, RowPass pass, bool isCentered)
    {
        Isa isa = pass.Isa;
        string v = isa.V;
        string f = $"{v}<float>";
        string Centered(int i) => isCentered ? $"{pass.Load("from", i)} - mean" : pass.Load("from", i);
        pass.Declare(w);
        w.Open("for (int row = 0; row < rows; row++)");
        w.Line("ref byte from = ref Unsafe.Add(ref input, row * end);");
        w.Line("ref byte to = ref Unsafe.Add(ref output, row * end);");
        if (isCentered)
        {
            Zeros("sum");
            pass.Write(w, rest =>
            {
                foreach (int i in pass.Vectors)
                {
                    w.Line($"sum{i} += {pass.Inside(pass.Load("from", i), i, rest)};");
                }
            });
            w.Line();
            w.Line($"{f} mean = {v}.Create({ReductionFunctions.Sum(isa, "sum")} / length);");
        }

        Zeros("squares");
        pass.Write(w, rest =>
        {
            foreach (int i in pass.Vectors)
            {
                w.Line($"{f} x{i} = {pass.Inside(Centered(i), i, rest)};");
                w.Line($"squares{i} = {isa.ExactFusedMultiplyAdd($"x{i}", $"x{i}", $"squares{i}")};");
            }
        });
        w.Line();
        w.Line($"{f} factor = {v}.Create(1f / MathF.Sqrt({ReductionFunctions.Sum(isa, "squares")} / length + epsilon));");
        pass.Write(w, rest =>
        {
            foreach (int i in pass.Vectors)
            {
                string normalized = isCentered ? $"({Centered(i)}) * factor" : $"{Centered(i)} * factor";
                w.Line($"{f} y{i} = {isa.ExactFusedMultiplyAdd(normalized, pass.Load("scale", i), pass.Load("bias", i))};");
                w.Line(pass.Store($"y{i}", "to", i, rest));
            }
        });
        w.Close();

        void Zeros(string name)
        {
            foreach (int i in pass.Vectors)
            {
                w.Line($"{f} {name}{i} = {f}.Zero;");
            }
        }
    }
}
