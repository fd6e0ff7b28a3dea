using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Functions of two tensors' elements.</summary>
internal static class BinaryEmitter
{
    public static void Emit(BinaryStep step, StepContext context)
    {
        (EquatableArray<int> extents, EquatableArray<int>[] strides) = LoopOrder.Best(step.Extents, step.StridesA, step.StridesB, step.StridesOutput);
        step = step with { Extents = extents, StridesA = strides[0], StridesB = strides[1], StridesOutput = strides[2] };
        bool bytes = step.Type == ElementType.UInt8;
        int size = step.Type.SizeInBytes();
        var a = new StridedOperand("a", step.A, size, step.StridesA);
        var b = new StridedOperand("b", step.B, size, step.StridesB);
        var output = new StridedOperand("output", step.Output, size, step.StridesOutput);
        var loop = new StridedLoop(step.Extents.Count, [a, b], output);
        string name = $"{step.Function}_{(bytes ? "u8" : "f32")}_{loop.Name}{(bytes ? "" : Activations.Name(step.Activation))}";
        context.Kernels.Add(
            name,
            $"{step.Function} of every two elements.",
            [.. loop.Parameters(), .. bytes ? Quantization(step) : Activations.Parameters(step.Activation)],
            Isa.Floats,
            (w, isa) => loop.Write(w, () =>
            {
                if (bytes)
                {
                    Bytes(w, isa, step.Function);
                }
                else
                {
                    Floats(w, isa, step);
                }
            }));
        context.Call(name, loop.Arguments(step.Extents).Concat(bytes ? QuantizationArguments(step) : Activations.Arguments(step.Activation).Select(Literal.Float)));
    }

    private static IReadOnlyList<string> Quantization(BinaryStep step) =>
        step.Function == BinaryFunction.Mul
            ? ["int zeroPointA", "int zeroPointB", "float ratioA", "int zeroPoint", "float low", "float high"]
            : ["int zeroPointA", "int zeroPointB", "float ratioA", "float ratioB", "int zeroPoint", "float low", "float high"];

    private static IEnumerable<string> QuantizationArguments(BinaryStep step)
    {
        yield return Literal.Int(step.ZeroPointA);
        yield return Literal.Int(step.ZeroPointB);
        yield return Literal.Float(step.RatioA);
        if (step.Function != BinaryFunction.Mul)
        {
            yield return Literal.Float(step.RatioB);
        }

        yield return Literal.Int(step.OutputZeroPoint);
        yield return Literal.Float(step.Low - step.OutputZeroPoint);
        yield return Literal.Float(step.High - step.OutputZeroPoint);
    }

    private static void Bytes(IndentedWriter w, Isa isa, BinaryFunction function)
    {
        string v = isa.V;
        w.Line("Vector128<byte> aBytes = Vector128.LoadUnsafe(ref aAt);");
        w.Line("Vector128<byte> bBytes = Vector128.LoadUnsafe(ref bAt);");
        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            string a = $"({isa.Widen("aBytes", i)} - {v}.Create(zeroPointA))";
            string b = $"({isa.Widen("bBytes", i)} - {v}.Create(zeroPointB))";
            string sum = function switch
            {
                BinaryFunction.Mul => $"{v}.ConvertToSingle({a} * {b}) * {v}.Create(ratioA)",
                BinaryFunction.Add => $"{v}.ConvertToSingle({a}) * {v}.Create(ratioA) + {v}.ConvertToSingle({b}) * {v}.Create(ratioB)",
                BinaryFunction.Sub => $"{v}.ConvertToSingle({a}) * {v}.Create(ratioA) - {v}.ConvertToSingle({b}) * {v}.Create(ratioB)",
                _ => throw new NotSupportedException(function + " of bytes"),
            };
            string clamped = isa.Min($"{v}.Create(high)", isa.Max($"{v}.Create(low)", sum));
            w.Line($"{v}<int> r{i} = {isa.Round(clamped)} + {v}.Create(zeroPoint);");
        }

        w.Line($"{isa.Pack16([.. Enumerable.Range(0, isa.VectorsOf16).Select(static i => $"r{i}")])}.StoreUnsafe(ref outputAt);");
    }

    private static void Floats(IndentedWriter w, Isa isa, BinaryStep step)
    {
        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            string at = Literal.Int(i * isa.Lanes * 4);
            string a = isa.Load("float", "aAt", at);
            string b = isa.Load("float", "bAt", at);
            string result = step.Function switch
            {
                BinaryFunction.Add => $"{a} + {b}",
                BinaryFunction.Sub => $"{a} - {b}",
                BinaryFunction.Mul => $"{a} * {b}",
                BinaryFunction.Div => $"{a} / {b}",
                BinaryFunction.Min => isa.Min(a, b),
                _ => isa.Max(a, b),
            };
            w.Line($"{isa.V}<float> r{i} = {result};");
            w.Line(isa.Store(Activations.Apply(isa, step.Activation, $"r{i}"), "outputAt", at));
        }
    }
}
