using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Nested loops over strided tensors, the innermost one 16 elements at a time. The number of loops and how the
/// innermost one steps through each tensor are literal; extents and strides are arguments.
/// </summary>
/// <param name="Rank">Loops.</param>
/// <param name="Inputs">What is read.</param>
/// <param name="Output">What is written; null where nothing is.</param>
internal sealed record StridedLoop(int Rank, IReadOnlyList<StridedOperand> Inputs, StridedOperand? Output)
{
    /// <summary>The loop's part of a kernel's name.</summary>
    public string Name => $"{Rank}" + string.Concat(Operands.Select(static o => o.Step.ToString()[0]));

    private IEnumerable<StridedOperand> Operands => Output is null ? Inputs : Inputs.Append(Output);

    private bool AllUnit => Inputs.All(static i => i.Step != InnerStep.General) && Output is not { Step: not InnerStep.Unit };

    /// <summary>The kernel's parameters for addresses, extents and strides.</summary>
    public IEnumerable<string> Parameters()
    {
        foreach (StridedOperand operand in Operands)
        {
            yield return $"ref byte {operand.Name}";
        }

        for (int i = 0; i < Rank; i++)
        {
            yield return $"int extent{i}";
            foreach (StridedOperand operand in Operands)
            {
                yield return $"int {operand.Name}Stride{i}";
            }
        }
    }

    /// <summary>The arguments for <see cref="Parameters"/>; strides become bytes.</summary>
    public IEnumerable<string> Arguments(EquatableArray<int> extents)
    {
        foreach (StridedOperand operand in Operands)
        {
            yield return StepContext.Address(operand.Location);
        }

        for (int i = 0; i < Rank; i++)
        {
            yield return Literal.Int(extents[i]);
            foreach (StridedOperand operand in Operands)
            {
                yield return Literal.Int(checked(operand.Strides[i] * operand.Size));
            }
        }
    }

    /// <summary>Writes the loops around <paramref name="row"/>, whose tensors are then called <c>{name}Row</c>; the innermost ones are its own.</summary>
    public void Rows(IndentedWriter w, Action row, int inner = 1)
    {
        for (int i = 0; i < Rank - inner; i++)
        {
            w.Open($"for (int i{i} = 0; i{i} < extent{i}; i{i}++)");
        }

        foreach (StridedOperand operand in Operands)
        {
            string offset = string.Join(" + ", Enumerable.Range(0, Rank - inner).Select(i => $"(nint)i{i} * {operand.Name}Stride{i}"));
            w.Line($"ref byte {operand.Name}Row = ref {(offset.Length > 0 ? $"Unsafe.Add(ref {operand.Name}, {offset})" : operand.Name)};");
        }

        row();
        for (int i = 0; i < Rank - inner; i++)
        {
            w.Close();
        }
    }

    /// <summary>
    /// Writes the whole loop. <paramref name="compute"/> writes code for 16 elements: it finds the tensors' elements at
    /// <c>{name}At</c> and stores its 16 results at <c>{output}At</c>, all of them <c>ref byte</c> to adjacent elements.
    /// </summary>
    public void Write(IndentedWriter w, Action compute)
    {
        int inner = Rank - 1;
        foreach (StridedOperand operand in Operands)
        {
            w.Line($"Vector512<byte> {operand.Name}Buffer = default;");
            w.Line($"ref byte {operand.Name}Adjacent = ref Unsafe.As<Vector512<byte>, byte>(ref {operand.Name}Buffer);");
        }

        Rows(w, () =>
        {
            foreach (StridedOperand operand in Inputs.Where(static i => i.Step == InnerStep.Zero))
            {
                w.Open("for (int j = 0; j < 16; j++)");
                Copy(w, operand, operand.Name + "Row", operand.Name + "Adjacent", "0", $"j * {operand.Size}");
                w.Close();
            }

            w.Line("int i = 0;");
            if (AllUnit)
            {
                w.Open($"for (; i <= extent{inner} - 16; i += 16)");
                foreach (StridedOperand operand in Operands)
                {
                    w.Line(operand.Step == InnerStep.Zero
                        ? $"ref byte {operand.Name}At = ref {operand.Name}Adjacent;"
                        : $"ref byte {operand.Name}At = ref Unsafe.Add(ref {operand.Name}Row, (nint)i * {operand.Size});");
                }

                compute();
                w.Close();
                w.Line();
            }

            w.Open($"for (; i < extent{inner}; i += 16)");
            w.Line($"int count = extent{inner} - i < 16 ? extent{inner} - i : 16;");
            foreach (StridedOperand operand in Inputs)
            {
                Gather(w, operand, inner);
                w.Line($"ref byte {operand.Name}At = ref {operand.Name}Adjacent;");
            }

            if (Output is { } target)
            {
                w.Line($"ref byte {target.Name}At = ref {target.Name}Adjacent;");
            }

            compute();
            if (Output is { } output)
            {
                w.Open("for (int j = 0; j < count; j++)");
                Copy(w, output, output.Name + "Adjacent", output.Name + "Row", $"j * {output.Size}", $"(nint)(i + j) * {output.Name}Stride{inner}");
                w.Close();
            }

            w.Close();
        });
    }

    private static void Gather(IndentedWriter w, StridedOperand operand, int inner)
    {
        if (operand.Step == InnerStep.Zero)
        {
            return;
        }

        bool unit = operand.Step == InnerStep.Unit;
        if (unit)
        {
            string vector = $"Vector{Literal.Int(operand.Size * 128)}";
            w.Open("if (count == 16)");
            w.Line($"{vector}.LoadUnsafe(ref Unsafe.Add(ref {operand.Name}Row, (nint)i * {operand.Size})).StoreUnsafe(ref {operand.Name}Adjacent);");
            w.Close();
            w.Open("else");
        }

        w.Open("for (int j = 0; j < count; j++)");
        Copy(w, operand, operand.Name + "Row", operand.Name + "Adjacent", $"(nint)(i + j) * {operand.Name}Stride{inner}", $"j * {operand.Size}");
        w.Close();
        if (unit)
        {
            w.Close();
        }
    }

    private static void Copy(IndentedWriter w, StridedOperand operand, string source, string target, string from, string to)
    {
        if (operand.Size == 1)
        {
            w.Line($"{Isa.At(target, to)} = {Isa.At(source, from)};");
            return;
        }

        string type = operand.Size == 2 ? "short" : "int";
        w.Line($"Unsafe.WriteUnaligned(ref {Isa.At(target, to)}, Unsafe.ReadUnaligned<{type}>(ref {Isa.At(source, from)}));");
    }
}
