using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Softmax of rows, in three passes: maximum, exponentials and their sum, quotients.</summary>
internal static class SoftmaxEmitter
{
    public static void Emit(SoftmaxStep step, StepContext context)
    {
        var input = new StridedOperand("input", step.Input, 4, new EquatableArray<int>(step.StridesInput.Append(step.StrideInput)));
        var output = new StridedOperand("output", step.Output, 4, new EquatableArray<int>(step.StridesOutput.Append(step.StrideOutput)));
        var loop = new StridedLoop(step.Extents.Count + 1, [input], output);
        bool adjacent = input.Step == InnerStep.Unit && output.Step == InnerStep.Unit;
        string name = $"Softmax_{loop.Rank}{(adjacent ? "U" : "")}";
        context.Kernels.Add(name, "Softmax of rows.", [.. loop.Parameters()], Isa.Floats, (w, isa) =>
        {
            w.Line("Vector512<byte> buffer = default;");
            w.Line("ref byte adjacent = ref Unsafe.As<Vector512<byte>, byte>(ref buffer);");
            loop.Rows(w, () => Row(w, isa, loop.Rank - 1, adjacent));
        });
        context.Call(name, loop.Arguments(new EquatableArray<int>(step.Extents.Append(step.Length))));
    }

    private static void Row(IndentedWriter w, Isa isa, int inner, bool adjacent)
    {
        string v = isa.V;
        string f = v + "<float>";
        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            w.Line($"{f} most{i} = {v}.Create(float.NegativeInfinity);");
            w.Line($"{f} sum{i} = {f}.Zero;");
        }

        Pass(w, inner, adjacent, "input", store: false, i => w.Line($"most{i} = {isa.Max($"x{i}", $"most{i}")};"), isa);
        for (int i = 1; i < isa.VectorsOf16; i++)
        {
            w.Line($"most0 = {isa.Max($"most{i}", "most0")};");
        }

        w.Line("float most = most0.GetElement(0);");
        w.Open($"for (int lane = 1; lane < {isa.Lanes}; lane++)");
        w.Line("most = most0.GetElement(lane) > most ? most0.GetElement(lane) : most;");
        w.Close();
        w.Line();
        Pass(
            w,
            inner,
            adjacent,
            "input",
            store: true,
            i => w.Line($"x{i} = KernelMethods.Exp{isa.Lanes * 32}(x{i} - {v}.Create(most));\nsum{i} += x{i};"),
            isa);
        w.Line($"Vector128<float> sums = {SumTo128(isa)};");
        w.Line("float sum = (sums.GetElement(0) + sums.GetElement(2)) + (sums.GetElement(1) + sums.GetElement(3));");
        w.Line();
        Pass(w, inner, adjacent, "output", store: true, i => w.Line($"x{i} /= {v}.Create(sum);"), isa);
    }

    // Lane i takes lane i + 8, then i + 4: the order is the same for every width.
    private static string SumTo128(Isa isa) => isa.Lanes switch
    {
        16 => "(sum0.GetLower() + sum0.GetUpper()).GetLower() + (sum0.GetLower() + sum0.GetUpper()).GetUpper()",
        8 => "(sum0 + sum1).GetLower() + (sum0 + sum1).GetUpper()",
        _ => "(sum0 + sum2) + (sum1 + sum3)",
    };

    private static void Pass(IndentedWriter w, int inner, bool adjacent, string source, bool store, System.Action<int> compute, Isa isa)
    {
        w.Open($"for (int i = 0; i < extent{inner}; i += 16)");
        w.Line($"int count = extent{inner} - i < 16 ? extent{inner} - i : 16;");
        w.Line("ref byte from = ref adjacent;");
        w.Line("ref byte to = ref adjacent;");
        if (adjacent)
        {
            w.Open("if (count == 16)");
            w.Line($"from = ref Unsafe.Add(ref {source}Row, (nint)i * 4);");
            w.Line("to = ref Unsafe.Add(ref outputRow, (nint)i * 4);");
            w.Close();
            w.Open("else");
        }

        w.Line("Vector512.Create(float.NegativeInfinity).AsByte().StoreUnsafe(ref adjacent);");
        w.Open("for (int j = 0; j < count; j++)");
        w.Line($"Unsafe.WriteUnaligned(ref Unsafe.Add(ref adjacent, j * 4), Unsafe.ReadUnaligned<float>(ref Unsafe.Add(ref {source}Row, (nint)(i + j) * {source}Stride{inner})));");
        w.Close();
        if (adjacent)
        {
            w.Close();
        }

        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            string at = Literal.Int(i * isa.Lanes * 4);
            w.Line($"{isa.V}<float> x{i} = {isa.Load("float", "from", at)};");
            compute(i);
            if (store)
            {
                w.Line(isa.Store($"x{i}", "to", at));
            }
        }

        if (store)
        {
            if (adjacent)
            {
                w.Open("if (count < 16)");
            }

            w.Open("for (int j = 0; j < count; j++)");
            w.Line($"Unsafe.WriteUnaligned(ref Unsafe.Add(ref outputRow, (nint)(i + j) * outputStride{inner}), Unsafe.ReadUnaligned<float>(ref Unsafe.Add(ref adjacent, j * 4)));");
            w.Close();
            if (adjacent)
            {
                w.Close();
            }
        }

        w.Close();
        w.Line();
    }
}
