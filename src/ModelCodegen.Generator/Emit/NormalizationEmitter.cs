using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Layer normalization of rows, in up to three passes: sum, sum of squares, results.</summary>
internal static class NormalizationEmitter
{
    public static void Emit(NormalizationStep step, StepContext context)
    {
        bool hasRest = step.Length % 16 != 0;
        string name = $"{(step.IsCentered ? "Layer" : "Rms")}Normalization_{Math.Min(step.Rows, RowsTogether(Isa.Avx512))}{RowPass.Name(hasRest)}"
            + (step.Residual is null ? "" : step.Sum is null ? "_Residual" : "_ResidualSum") + (step.Output is null ? "" : "_f32") + (step.Bytes is null ? "" : "_u8");
        (string Name, Location? Location)[] memory =
        [
            ("input", step.Input), ("residual", step.Residual), ("scale", step.Scale), ("bias", step.Bias), ("sum", step.Sum), ("output", step.Output), ("bytes", step.Bytes),
        ];
        context.Kernels.Add(
            name,
            step.IsCentered ? "Rows to mean 0 and variance 1, times a scale, plus a bias." : "Rows to mean square 1, times a scale, plus a bias.",
            [
                .. memory.Where(static m => m.Location is not null).Select(static m => "ref byte " + m.Name),
                "int rows", "int length", "float epsilon", .. step.Bytes is null ? Array.Empty<string>() : ["float byteScale", "int zeroPoint"],
            ],
            Isa.Floats,
            (w, isa) => Body(w, new RowPass(isa, hasRest), step));
        context.Call(
            name,
            [
                .. memory.Where(static m => m.Location is not null).Select(static m => StepContext.Address(m.Location!.Value)),
                Literal.Int(step.Rows), Literal.Int(step.Length), Literal.Float(step.Epsilon),
                .. step.Bytes is null ? Array.Empty<string>() : [Literal.Float(step.ByteScale), Literal.Int(step.ByteZeroPoint)],
            ]);
    }

    private static void Body(IndentedWriter w, RowPass pass, NormalizationStep step)
    {
        Isa isa = pass.Isa;
        string v = isa.V;
        string f = $"{v}<float>";

        // A row is little work between long waits for its sums: several rows wait together, the last ones overlap those before.
        int together = Math.Min(step.Rows, RowsTogether(isa));
        int[] rows = [.. Enumerable.Range(0, together)];
        pass.Declare(w);
        w.Open($"for (int nextRow = 0; nextRow < rows; nextRow += {together})");
        w.Line($"nint row = nextRow < rows - {together} ? nextRow : rows - {together};");
        foreach (string name in Rows(step))
        {
            w.Line($"ref byte {name}Row = ref Unsafe.Add(ref {name}, row * end);");
        }

        if (step.Bytes is not null)
        {
            w.Line("ref byte bytesRow = ref Unsafe.Add(ref bytes, row * length);");
        }

        if (step.IsCentered)
        {
            Zeros("total");
            Pass((i, r, rest) => w.Line($"total{r}_{i} += {pass.Inside(First(i, r, rest), i, rest)};"));
            w.Line();
            foreach (int r in rows)
            {
                w.Line($"{f} mean{r} = {v}.Create({ReductionFunctions.Sum(isa, $"total{r}_")} / length);");
            }
        }

        Zeros("squares");
        Pass((i, r, rest) =>
        {
            w.Line($"{f} d{r}_{i} = {pass.Inside(Centered(step.IsCentered ? X(i, r, rest) : First(i, r, rest), r), i, rest)};");
            w.Line($"squares{r}_{i} = {isa.ExactFusedMultiplyAdd($"d{r}_{i}", $"d{r}_{i}", $"squares{r}_{i}")};");
        });
        w.Line();
        foreach (int r in rows)
        {
            w.Line($"{f} factor{r} = {v}.Create(1f / MathF.Sqrt({ReductionFunctions.Sum(isa, $"squares{r}_")} / length + epsilon));");
        }

        Pass((i, r, rest) =>
        {
            if (r == 0)
            {
                w.Line($"{f} scale{i} = {pass.Load("scale", i)};");
                w.Line($"{f} bias{i} = {pass.Load("bias", i)};");
            }

            w.Line($"{f} y{r}_{i} = {isa.ExactFusedMultiplyAdd($"{Centered(X(i, r, rest), r)} * factor{r}", $"scale{i}", $"bias{i}")};");
            if (step.Output is not null)
            {
                w.Line(pass.Store($"y{r}_{i}", "outputRow", i, rest, r));
            }

            if (step.Bytes is not null && i == isa.VectorsOf16 - 1)
            {
                string packed = ConvertEmitter.Quantized(w, isa, vector => $"y{r}_{vector}", $"{r}_", "byteScale", "zeroPoint");
                string target = $"ref Unsafe.Add(ref bytesRow, {RowPass.At(r)} >> 2)";
                w.Line(rest ? $"KernelMethods.StoreBytes({packed}, {target}, rest);" : $"{packed}.StoreUnsafe({target});");
            }
        });
        w.Close();

        // The first pass adds the residual; where the sum is not kept, and at a row's rest, which must not be read beyond what
        // was written, the others do so again.
        string X(int i, int r, bool rest) => step.Sum is null || rest ? Added(i, r) : pass.Load("sumRow", i, r);
        string Added(int i, int r) => step.Residual is null ? pass.Load("inputRow", i, r) : $"({pass.Load("inputRow", i, r)} + {pass.Load("residualRow", i, r)})";
        string Centered(string x, int r) => step.IsCentered ? $"({x} - mean{r})" : x;

        // x, which is stored where somebody wants it.
        string First(int i, int r, bool rest)
        {
            if (step.Sum is null)
            {
                return Added(i, r);
            }

            w.Line($"{f} x{r}_{i} = {Added(i, r)};");
            w.Line(pass.Store($"x{r}_{i}", "sumRow", i, rest, r));
            return $"x{r}_{i}";
        }

        void Zeros(string name)
        {
            foreach ((int r, int i) in rows.SelectMany(r => pass.Vectors.Select(i => (r, i))))
            {
                w.Line($"{f} {name}{r}_{i} = {f}.Zero;");
            }
        }

        void Pass(Action<int, int, bool> compute) => pass.Write(
            w,
            rest =>
            {
                foreach ((int r, int i) in rows.SelectMany(r => pass.Vectors.Select(i => (r, i))))
                {
                    compute(i, r, rest);
                }
            },
            together);
    }

    private static int RowsTogether(Isa isa) => Math.Max(1, 4 / isa.VectorsOf16);

    // The tensors that have rows.
    private static IEnumerable<string> Rows(NormalizationStep step) =>
        new[] { ("input", true), ("residual", step.Residual is not null), ("sum", step.Sum is not null), ("output", step.Output is not null) }
            .Where(static tensor => tensor.Item2)
            .Select(static tensor => tensor.Item1);
}
