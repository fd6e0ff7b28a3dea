using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// A depthwise tile of bytes that sums products in 16 bits: those of several columns of a pixel, before they are widened.
/// </summary>
internal sealed record DepthwiseSumTile(Isa Isa, DepthwiseWindow Window, int Pixels, ConvEpilogue Epilogue, Activation Activation)
    : DepthwiseQuadTile(Isa, Window, Pixels, Epilogue, Activation)
{
    private readonly string[] parameters = Epilogue is ConvEpilogue.Bytes or ConvEpilogue.Shorts ? ["start", "scale"] : ["start", "scale", "bias"];

    private int VectorBytes => Isa.Lanes * 4;

    // Sums and interleaved inputs take the registers: all else lies in memory close by.
    public override void Begin(IndentedWriter w)
    {
        w.Line($"{V}<short> ones = {V}<short>.One;");
        LoadBounds(w);
        w.Line($"Span<byte> operandBytes = stackalloc byte[{Offset(parameters.Length + (Groups.Count() * Window.Columns), 0) + VectorBytes}];");
        w.Line($"ref byte operands = ref KernelMethods.Align(ref MemoryMarshal.GetReference(operandBytes), {VectorBytes});");
    }

    public override void BeginPass(IndentedWriter w)
    {
        LocateWeights(w);
        w.Open();
        LoadParameters(w);
        for (int i = 0; i < parameters.Length; i++)
        {
            for (int v = 0; v < Vectors; v++)
            {
                w.Line(Isa.Store(parameters[i] + Literal.Int(v), "operands", Literal.Int(Offset(i, v))));
            }
        }

        foreach ((int first, int column, int v) in AllWeights)
        {
            w.Line(Isa.Store(PackedWeights(first, column, v), "operands", Literal.Int(WeightOffset(first, column, v))));
        }

        w.Close();
    }

    protected override string Parameter(string name, int vector) =>
        Isa.Load(name == "start" && Epilogue is not (ConvEpilogue.Floats or ConvEpilogue.ScaledFloats) ? "int" : "float", "operands", Literal.Int(Offset(Array.IndexOf(parameters, name), vector)));

    protected override string WeightsOf(int first, int column, int vector) => Isa.Load("sbyte", "operands", Literal.Int(WeightOffset(first, column, vector)));

    protected override void DeclareSums(IndentedWriter w, int pixel)
    {
        for (int v = 0; v < Vectors && Isa.ShortSumQuads > 1 && Window.Columns > 1; v++)
        {
            w.Line($"{V}<short> {Sum(pixel, v)};");
        }
    }

    // The last of the columns that are summed up in 16 bits widens them.
    protected override void Multiply(IndentedWriter w, int first, int pixel, int column)
    {
        bool isFirst = column % Isa.ShortSumQuads == 0;
        bool isLast = (column + 1) % Isa.ShortSumQuads == 0 || column == Window.Columns - 1;
        for (int v = 0; v < Vectors; v++)
        {
            string sums = Isa.MultiplyAddBytes($"c{v}", WeightsOf(first, column, v)) + (isFirst ? "" : " + " + Sum(pixel, v));
            w.Line(isLast ? $"{Acc(pixel, v)} = {Acc(pixel, v)} + {Isa.WidenSums(sums)};" : $"{Sum(pixel, v)} = {sums};");
        }
    }

    private static string Sum(int pixel, int vector) => $"sum{pixel}_{vector}";

    private int Offset(int operand, int vector) => ((operand * Vectors) + vector) * VectorBytes;

    private int WeightOffset(int first, int column, int vector) => Offset(parameters.Length + (first / 4 * Window.Columns) + column, vector);
}
