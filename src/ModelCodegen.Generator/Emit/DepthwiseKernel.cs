using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>The depthwise kernel for one size of window.</summary>
internal sealed class DepthwiseKernel(DepthwiseStep step)
{
    public bool IsFloat { get; } = step.InputType == ElementType.Float32;

    public ConvEpilogue Epilogue { get; } =
        step.InputType == ElementType.Float32 ? ConvEpilogue.Floats
        : step.OutputType == ElementType.Float32 ? ConvEpilogue.Dynamic
        : ConvEpilogue.Bytes;

    // Neighbouring outputs read the same columns of the input only where these are as far apart as pixels are.
    private bool Shared { get; } = step.InputPixelStride == step.KernelColumnStride && step.KernelWidth > 1;

    // More pixels share more columns, as long as registers last.
    private int Pixels { get; } = Math.Min(step.Width, step.InputType == ElementType.Float32 || step.KernelHeight <= 4 ? 4 : 2);

    public string Name =>
        $"Depthwise{step.KernelHeight}x{step.KernelWidth}_{(IsFloat ? "f32" : Epilogue == ConvEpilogue.Dynamic ? "u8f32" : "u8")}_{Pixels}"
        + (Shared && !IsFloat ? "" : "Apart") + (Epilogue == ConvEpilogue.Bytes ? "" : Activations.Name(step.Activation));

    private IReadOnlyList<string> Parameters =>
    [
        "ref byte input", "ref byte weights", "ref byte bias",
        .. IsFloat ? Array.Empty<string>() : ["ref byte scale"],
        .. Epilogue == ConvEpilogue.Dynamic ? ["ref byte range", "ref byte weightSums"] : Array.Empty<string>(),
        "ref byte output",
        "int images", "int inputImage", "int outputImage",
        "int firstRow", "int endRow", "int rowsPerPass", "int inputRow", "int outputRow",
        "int width", "int inputPixel", "int outputPixel",
        "int blocks", "int kernelRow", "int kernelColumn",
        .. Epilogue == ConvEpilogue.Bytes ? ["int zeroPoint", "float low", "float high"] : Activations.Parameters(step.Activation),
    ];

    public void AddTo(KernelSet kernels)
    {
        string what = $"Depthwise {step.KernelHeight}x{step.KernelWidth}, {Pixels} pixels at a time.";
        kernels.Add(Name, what, Parameters, IsFloat ? Isa.Floats : Isa.DepthwiseBytes, (w, isa) =>
        {
            if (Epilogue == ConvEpilogue.Dynamic)
            {
                w.Line("float inputScale = Unsafe.ReadUnaligned<float>(ref range);");
                w.Line("int inputZeroPoint = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref range, 4));");
            }

            w.Open("for (int image = 0; image < images; image++)");
            w.Open("for (int passRow = firstRow; passRow < endRow; passRow += rowsPerPass)");
            w.Line("int passEndRow = passRow + rowsPerPass < endRow ? passRow + rowsPerPass : endRow;");
            w.Line("nint block = 0;");
            if (IsFloat)
            {
                w.Open("for (; block < blocks; block++)");
                Floats(w, isa);
                w.Close();
            }
            else if (isa.Lanes == 8)
            {
                w.Open("for (; block < blocks - 1; block += 2)");
                Bytes(w, new DepthwiseTile(isa, Wide: true, step.KernelHeight, step.KernelWidth, Pixels, Shared, Epilogue, step.Activation));
                w.Close();
                w.Line();
                w.Open("if (block < blocks)");
                Bytes(w, new DepthwiseTile(isa, Wide: false, step.KernelHeight, step.KernelWidth, Pixels, Shared, Epilogue, step.Activation));
                w.Close();
            }
            else
            {
                w.Open("for (; block < blocks; block++)");
                Bytes(w, new DepthwiseTile(isa, Wide: false, step.KernelHeight, step.KernelWidth, 1, Shared, Epilogue, step.Activation));
                w.Close();
            }

            w.Close();
            w.Close();
        });
    }

    private static void Bytes(IndentedWriter w, DepthwiseTile tile)
    {
        int step = tile.Pixels;
        tile.LoadWeights(w);
        OpenRow(w);
        w.Open($"for (int next = 0; next < width; next += {step})");
        w.Line(step > 1 ? $"nint pixel = next < width - {step} ? next : width - {step};" : "nint pixel = next;");
        tile.Compute(w);
        w.Close();
        w.Close();
    }

    private static void OpenRow(IndentedWriter w)
    {
        w.Open("for (int row = passRow; row < passEndRow; row++)");
        w.Line("ref byte rowInput = ref Unsafe.Add(ref input, (nint)image * inputImage + (nint)row * inputRow);");
        w.Line("ref byte rowOutput = ref Unsafe.Add(ref output, (nint)image * outputImage + (nint)row * outputRow);");
    }

    private void Floats(IndentedWriter w, Isa isa)
    {
        string f = $"{isa.V}<float>";
        int vectors = isa.VectorsOf16;
        int pixels = Math.Min(Pixels, Math.Max(1, isa.FloatAccumulators / vectors / 2));
        w.Line($"ref byte blockWeights = ref Unsafe.Add(ref weights, block * {step.KernelHeight * step.KernelWidth * 64});");
        w.Line("ref byte blockBias = ref Unsafe.Add(ref bias, block * 64);");
        OpenRow(w);
        w.Open($"for (int next = 0; next < width; next += {pixels})");
        w.Line(pixels > 1 ? $"nint pixel = next < width - {pixels} ? next : width - {pixels};" : "nint pixel = next;");
        for (int p = 0; p < pixels; p++)
        {
            w.Line($"ref byte x{p} = ref Unsafe.Add(ref rowInput, {(p == 0 ? "pixel" : $"(pixel + {p})")} * inputPixel + block * 64);");
            for (int v = 0; v < vectors; v++)
            {
                w.Line($"{f} a{p}_{v} = {(p == 0 ? isa.Load("float", "blockBias", Literal.Int(v * isa.Lanes * 4)) : $"a0_{v}")};");
            }
        }

        w.Line("nint weight = 0;");
        w.Open($"for (int ky = 0; ky < {step.KernelHeight}; ky++)");
        w.Line("nint tap = (nint)ky * kernelRow;");
        w.Open($"for (int kx = 0; kx < {step.KernelWidth}; kx++)");
        for (int v = 0; v < vectors; v++)
        {
            int at = v * isa.Lanes * 4;
            w.Line($"{f} w{v} = {isa.Load("float", "blockWeights", $"weight + {at}")};");
            for (int p = 0; p < pixels; p++)
            {
                w.Line($"a{p}_{v} = {isa.FusedMultiplyAdd(isa.Load("float", $"x{p}", $"tap + {at}"), $"w{v}", $"a{p}_{v}")};");
            }
        }

        w.Line("weight += 64;");
        w.Line("tap += kernelColumn;");
        w.Close();
        w.Close();
        w.Line();
        for (int p = 0; p < pixels; p++)
        {
            w.Line($"ref byte y{p} = ref Unsafe.Add(ref rowOutput, {(p == 0 ? "pixel" : $"(pixel + {p})")} * outputPixel + block * 64);");
            for (int v = 0; v < vectors; v++)
            {
                w.Line(isa.Store(Activations.Apply(isa, step.Activation, $"a{p}_{v}"), $"y{p}", Literal.Int(v * isa.Lanes * 4)));
            }
        }

        w.Close();
        w.Close();
    }
}
