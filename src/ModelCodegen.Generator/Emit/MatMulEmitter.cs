using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Products of two float matrices: tiles of rows by 16 columns, the last ones overlapping those before.</summary>
internal static class MatMulEmitter
{
    private const int MostRows = 14;

    public static void Emit(MatMulStep step, StepContext context)
    {
        int rows = TileRows(step.Rows, MostRows);
        bool narrow = step.Columns < 16;
        bool scaled = step.Scale != 1;
        string name = (narrow ? $"MatMulNarrow_{step.Batch.Count}" : $"MatMul_{rows}_{step.Batch.Count}") + (scaled ? "Scaled" : "");
        List<string> parameters = ["ref byte a", "ref byte b", "ref byte output", "int rows", "int columns", "int depth", "int rowA", "int rowB", "int rowOutput"];
        for (int i = 0; i < step.Batch.Count; i++)
        {
            parameters.AddRange([$"int batch{i}", $"int batchA{i}", $"int batchB{i}", $"int batchOutput{i}"]);
        }

        if (scaled)
        {
            parameters.Add("float scale");
        }

        context.Kernels.Add(
            name,
            narrow ? "A product of matrices with few columns." : $"A product of matrices, up to {rows} rows x 16 columns at a time.",
            parameters,
            narrow ? [Isa.Portable] : Isa.Floats,
            (w, isa) => Body(w, isa, step.Batch.Count, rows, narrow, scaled));
        context.Call(name, Arguments(step).Concat(scaled ? [Literal.Float(step.Scale)] : Array.Empty<string>()));
    }

    // As few tiles as the most rows allow, and as little overlap as these allow.
    private static int TileRows(int rows, int most)
    {
        int tiles = (rows + most - 1) / most;
        return (rows + tiles - 1) / tiles;
    }

    private static IEnumerable<string> Arguments(MatMulStep step)
    {
        yield return StepContext.Address(step.A);
        yield return StepContext.Address(step.B);
        yield return StepContext.Address(step.Output);
        List<int> numbers = [step.Rows, step.Columns, step.Depth, step.RowStrideA * 4, step.RowStrideB * 4, step.RowStrideOutput * 4];
        for (int i = 0; i < step.Batch.Count; i++)
        {
            numbers.AddRange([step.Batch[i], step.BatchStridesA[i] * 4, step.BatchStridesB[i] * 4, step.BatchStridesOutput[i] * 4]);
        }

        foreach (int number in numbers)
        {
            yield return Literal.Int(number);
        }
    }

    private static void Body(IndentedWriter w, Isa isa, int rank, int rows, bool narrow, bool scaled)
    {
        string Offset(string of) => rank == 0 ? "0" : string.Join(" + ", Enumerable.Range(0, rank).Select(i => $"(nint)i{i} * batch{of}{i}"));
        for (int i = 0; i < rank; i++)
        {
            w.Open($"for (int i{i} = 0; i{i} < batch{i}; i{i}++)");
        }

        w.Line($"ref byte matrixA = ref {Isa.At("a", Offset("A"))};");
        w.Line($"ref byte matrixB = ref {Isa.At("b", Offset("B"))};");
        w.Line($"ref byte product = ref {Isa.At("output", Offset("Output"))};");
        if (narrow)
        {
            Narrow(w, scaled);
        }
        else
        {
            Tiles(w, isa, TileRows(rows, isa.FloatAccumulators / isa.VectorsOf16), scaled);
        }

        for (int i = 0; i < rank; i++)
        {
            w.Close();
        }
    }

    private static void Tiles(IndentedWriter w, Isa isa, int rows, bool scaled)
    {
        string f = $"{isa.V}<float>";
        w.Open("for (int nextColumn = 0; nextColumn < columns; nextColumn += 16)");
        w.Line("nint column = nextColumn < columns - 16 ? nextColumn : columns - 16;");
        w.Open($"for (int nextRow = 0; nextRow < rows; nextRow += {rows})");
        w.Line($"nint row = nextRow < rows - {rows} ? nextRow : rows - {rows};");
        w.Line("ref byte right = ref Unsafe.Add(ref matrixB, column * 4);");
        for (int r = 0; r < rows; r++)
        {
            w.Line($"ref byte left{r} = ref Unsafe.Add(ref matrixA, (row + {r}) * rowA);");
            for (int v = 0; v < isa.VectorsOf16; v++)
            {
                w.Line($"{f} a{r}_{v} = {f}.Zero;");
            }
        }

        w.Open("for (nint k = 0; k < depth; k++)");
        for (int v = 0; v < isa.VectorsOf16; v++)
        {
            w.Line($"{f} b{v} = {isa.Load("float", "right", Literal.Int(v * isa.Lanes * 4))};");
        }

        for (int r = 0; r < rows; r++)
        {
            w.Line($"{f} x{r} = {isa.Broadcast("float", $"left{r}", "k * 4")};");
            for (int v = 0; v < isa.VectorsOf16; v++)
            {
                w.Line($"a{r}_{v} = {isa.ExactFusedMultiplyAdd($"x{r}", $"b{v}", $"a{r}_{v}")};");
            }
        }

        w.Line("right = ref Unsafe.Add(ref right, rowB);");
        w.Close();
        w.Line();
        for (int r = 0; r < rows; r++)
        {
            w.Line($"ref byte target{r} = ref Unsafe.Add(ref product, (row + {r}) * rowOutput + column * 4);");
            for (int v = 0; v < isa.VectorsOf16; v++)
            {
                w.Line(isa.Store(scaled ? $"a{r}_{v} * {isa.V}.Create(scale)" : $"a{r}_{v}", $"target{r}", Literal.Int(v * isa.Lanes * 4)));
            }
        }

        w.Close();
        w.Close();
    }

    private static void Narrow(IndentedWriter w, bool scaled)
    {
        w.Open("for (int row = 0; row < rows; row++)");
        w.Open("for (int column = 0; column < columns; column++)");
        w.Line("float sum = 0f;");
        w.Open("for (int k = 0; k < depth; k++)");
        w.Line("float left = Unsafe.ReadUnaligned<float>(ref Unsafe.Add(ref matrixA, (nint)row * rowA + (nint)k * 4));");
        w.Line("float right = Unsafe.ReadUnaligned<float>(ref Unsafe.Add(ref matrixB, (nint)k * rowB + (nint)column * 4));");
        w.Line("sum += left * right;");
        w.Close();
        w.Line();
        w.Line($"Unsafe.WriteUnaligned(ref Unsafe.Add(ref product, (nint)row * rowOutput + (nint)column * 4), sum{(scaled ? " * scale" : "")});");
        w.Close();
        w.Close();
    }
}
