using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Pooling, 16 channels at a time; the windows are cut at the map's edges.</summary>
internal static class PoolEmitter
{
    public static void Emit(PoolStep step, StepContext context)
    {
        bool bytes = step.Type == ElementType.UInt8;
        bool partial = step.Channels % 16 != 0;

        // The arena may be read beyond a tensor's end, a caller's span may not.
        bool exact = partial && step.Input.Space != Space.Arena;
        string name = $"{step.Function}Pool_{(bytes ? "u8" : "f32")}{(partial ? "Part" : "")}{(exact ? "Exact" : "")}{(bytes ? "" : Activations.Name(step.Activation))}";
        context.Kernels.Add(name, $"{step.Function} of windows, 16 channels at a time.", Parameters(step, bytes), Isa.Floats, (w, isa) => Body(w, isa, step, partial, exact));
        context.Call(name, Arguments(step, bytes));
    }

    private static IReadOnlyList<string> Parameters(PoolStep step, bool bytes) =>
    [
        "ref byte input", "ref byte output", "int images", "int inputImage", "int outputImage",
        "int height", "int width", "int inputRow", "int inputPixel",
        "int firstRow", "int endRow", "int outputWidth", "int outputRow", "int outputPixel", "int channels",
        "int kernelHeight", "int kernelWidth", "int strideHeight", "int strideWidth", "int padTop", "int padLeft", "int dilationHeight", "int dilationWidth",
        .. !bytes ? Activations.Parameters(step.Activation)
            : step.Function == PoolFunction.Max ? []
            : ["int inputZeroPoint", "float ratio", "int zeroPoint", "float low", "float high"],
    ];

    private static IEnumerable<string> Arguments(PoolStep step, bool bytes)
    {
        int size = step.Type.SizeInBytes();
        int[] numbers =
        [
            step.Images, step.InputImageStride * size, step.OutputImageStride * size,
            step.InputHeight, step.InputWidth, step.InputRowStride * size, step.InputPixelStride * size,
            0, step.OutputHeight, step.OutputWidth, step.OutputRowStride * size, step.OutputPixelStride * size, step.Channels,
            step.KernelHeight, step.KernelWidth, step.StrideHeight, step.StrideWidth, step.PadTop, step.PadLeft, step.DilationHeight, step.DilationWidth,
        ];
        IEnumerable<string> quantization = !bytes ? Activations.Arguments(step.Activation).Select(Literal.Float)
            : step.Function == PoolFunction.Max ? []
            : [
                Literal.Int(step.InputZeroPoint), Literal.Float(step.Ratio), Literal.Int(step.OutputZeroPoint),
                Literal.Float(step.Low - step.OutputZeroPoint), Literal.Float(step.High - step.OutputZeroPoint),
            ];
        return new[] { StepContext.Address(step.Input), StepContext.Address(step.Output) }.Concat(numbers.Select(Literal.Int)).Concat(quantization);
    }

    private static void Body(IndentedWriter w, Isa isa, PoolStep step, bool partial, bool exact)
    {
        bool bytes = step.Type == ElementType.UInt8;
        int size = step.Type.SizeInBytes();
        if (exact)
        {
            w.Line("Vector512<byte> buffer = default;");
            w.Line("ref byte adjacent = ref Unsafe.As<Vector512<byte>, byte>(ref buffer);");
        }

        w.Line("nint tapPixel = (nint)dilationWidth * inputPixel;");
        w.Line("nint tapLine = (nint)dilationHeight * inputRow;");
        w.Open("for (int image = 0; image < images; image++)");
        w.Open("for (int y = firstRow; y < endRow; y++)");
        w.Line("int top = y * strideHeight - padTop;");
        w.Line("int firstTapRow = top < 0 ? (dilationHeight - 1 - top) / dilationHeight : 0;");
        w.Line("int endTapRow = top >= height ? 0 : (height - 1 - top) / dilationHeight + 1;");
        w.Line("endTapRow = endTapRow < kernelHeight ? endTapRow : kernelHeight;");
        w.Open("for (int x = 0; x < outputWidth; x++)");
        w.Line("int left = x * strideWidth - padLeft;");
        w.Line("int firstTapColumn = left < 0 ? (dilationWidth - 1 - left) / dilationWidth : 0;");
        w.Line("int endTapColumn = left >= width ? 0 : (width - 1 - left) / dilationWidth + 1;");
        w.Line("endTapColumn = endTapColumn < kernelWidth ? endTapColumn : kernelWidth;");
        w.Line("ref byte window = ref Unsafe.Add(ref input, (nint)image * inputImage + (nint)(top + firstTapRow * dilationHeight) * inputRow + (nint)(left + firstTapColumn * dilationWidth) * inputPixel);");
        w.Line("ref byte target = ref Unsafe.Add(ref output, (nint)image * outputImage + (nint)y * outputRow + (nint)x * outputPixel);");
        if (step.Function != PoolFunction.Max)
        {
            w.Line("int inside = endTapRow > firstTapRow && endTapColumn > firstTapColumn ? (endTapRow - firstTapRow) * (endTapColumn - firstTapColumn) : 0;");
            w.Line($"int divisor = {(step.Function == PoolFunction.Average ? "inside" : "kernelHeight * kernelWidth")};");
        }

        w.Line("int channel = 0;");
        if (bytes && step.Function == PoolFunction.Max && isa.Lanes > 4)
        {
            // The greatest bytes need no wider lanes.
            w.Open($"for (; channel <= channels - {isa.Lanes * 4}; channel += {isa.Lanes * 4})");
            w.Line($"{isa.V}<byte> a0 = {isa.V}<byte>.Zero;");
            Taps(w, size, "", () => w.Line($"a0 = {isa.V}.Max(a0, {isa.Load("byte", "tap", "0")});"));
            w.Line(isa.Store("a0", "target", "channel"));
            w.Close();
            w.Line();
        }

        w.Open($"for (; channel {(partial ? "<= channels - 16" : "< channels")}; channel += 16)");
        Window(w, isa, step, bytes, size, exact: false, partial: false);
        w.Close();
        if (partial)
        {
            w.Line();
            w.Line("int count = channels - channel;");
            Window(w, isa, step, bytes, size, exact, partial: true);
        }

        w.Close();
        w.Close();
        w.Close();
    }

    private static void Window(IndentedWriter w, Isa isa, PoolStep step, bool bytes, int size, bool exact, bool partial)
    {
        bool whole = bytes && step.Function == PoolFunction.Max;
        int parts = whole ? 1 : isa.VectorsOf16;
        string type = whole ? "Vector128<byte>" : $"{isa.V}<{(bytes ? "int" : "float")}>";
        string start = whole || step.Function != PoolFunction.Max ? $"{type}.Zero" : $"{isa.V}.Create(float.NegativeInfinity)";
        w.Open();
        for (int i = 0; i < parts; i++)
        {
            w.Line($"{type} a{i} = {start};");
        }

        Taps(
            w,
            size,
            exact ? $"Unsafe.CopyBlockUnaligned(ref adjacent, ref tap, (uint)count * {size});" : "",
            () => Accumulate(w, isa, step.Function, bytes, exact ? "adjacent" : "tap"));
        w.Line();
        Finish(w, isa, step, bytes);
        string at = size == 1 ? "channel" : "(nint)channel * 4";
        if (bytes)
        {
            string packed = whole ? "a0" : isa.Pack16([.. Enumerable.Range(0, parts).Select(static i => $"r{i}")]);
            w.Line(partial ? $"KernelMethods.StoreBytes({packed}, ref Unsafe.Add(ref target, {at}), count);" : $"{packed}.StoreUnsafe(ref Unsafe.Add(ref target, {at}));");
        }
        else
        {
            for (int i = 0; i < parts; i++)
            {
                string to = $"{at} + {i * isa.Lanes * 4}";
                w.Line(partial
                    ? $"KernelMethods.StoreWords{isa.Lanes * 32}(a{i}.AsInt32(), ref Unsafe.Add(ref target, {to}), count - {i * isa.Lanes});"
                    : isa.Store($"a{i}", "target", to));
            }
        }

        w.Close();
    }

    private static void Taps(IndentedWriter w, int size, string before, System.Action accumulate)
    {
        w.Line($"ref byte tapRow = ref Unsafe.Add(ref window, (nint)channel * {size});");
        w.Open("for (int ky = firstTapRow; ky < endTapRow; ky++)");
        w.Line("ref byte tap = ref tapRow;");
        w.Open("for (int kx = firstTapColumn; kx < endTapColumn; kx++)");
        if (before.Length > 0)
        {
            w.Line(before);
        }

        accumulate();
        w.Line("tap = ref Unsafe.Add(ref tap, tapPixel);");
        w.Close();
        w.Line();
        w.Line("tapRow = ref Unsafe.Add(ref tapRow, tapLine);");
        w.Close();
    }

    private static void Accumulate(IndentedWriter w, Isa isa, PoolFunction function, bool bytes, string from)
    {
        if (bytes)
        {
            w.Line($"Vector128<byte> bytes = Vector128.LoadUnsafe(ref {from});");
            if (function == PoolFunction.Max)
            {
                w.Line("a0 = Vector128.Max(a0, bytes);");
                return;
            }
        }

        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            string next = bytes ? isa.Widen("bytes", i) : isa.Load("float", from, Literal.Int(i * isa.Lanes * 4));
            w.Line(function == PoolFunction.Max ? $"a{i} = {isa.Max(next, $"a{i}")};" : $"a{i} += {next};");
        }
    }

    private static void Finish(IndentedWriter w, Isa isa, PoolStep step, bool bytes)
    {
        string v = isa.V;
        for (int i = 0; i < isa.VectorsOf16; i++)
        {
            if (!bytes)
            {
                string mean = step.Function == PoolFunction.Max ? $"a{i}" : $"(a{i} / {v}.Create((float)divisor))";
                string result = Activations.Apply(isa, step.Activation, mean);
                if (result != $"a{i}")
                {
                    w.Line($"a{i} = {result};");
                }
            }
            else if (step.Function != PoolFunction.Max)
            {
                string scaled = $"{v}.ConvertToSingle(a{i} - {v}.Create(inside * inputZeroPoint)) * {v}.Create(ratio / (float)divisor)";
                w.Line($"{v}<int> r{i} = {isa.Round(isa.Min($"{v}.Create(high)", isa.Max($"{v}.Create(low)", scaled)))} + {v}.Create(zeroPoint);");
            }
        }
    }
}
