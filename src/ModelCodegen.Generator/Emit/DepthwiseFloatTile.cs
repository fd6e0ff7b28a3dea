using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>A depthwise tile of floats: a vector of channels, row by row.</summary>
internal sealed record DepthwiseFloatTile(Isa Isa, ElementType WeightType, DepthwiseWindow Window, int Pixels, ConvEpilogue Epilogue, Activation Activation)
    : DepthwiseTile(Isa, Window, Pixels, Epilogue, Activation)
{
    public override int Channels => Isa.Lanes;

    public override int ChannelsPerPass => 16;

    protected override int WeightRegisters => Isa == Isa.Avx512 ? 20 : 6;

    protected override IEnumerable<int> Groups => Enumerable.Range(0, Window.Rows);

    protected override int BlockBytes => Window.Rows * Window.Columns * RowBytes;

    protected override int InputBytes => 4;

    // The weights of a block at one place of the window.
    private int RowBytes => 16 * WeightType.SizeInBytes();

    public override void BeginPass(IndentedWriter w)
    {
    }

    public override void Compute(IndentedWriter w)
    {
        w.Line($"ref byte blockWeights = ref Unsafe.Add(ref weights, (channel >> 4) * {BlockBytes} + (channel & 15) * {WeightType.SizeInBytes()});");
        LoadParameters(w);
        base.Compute(w);
    }

    protected override IEnumerable<int> RowsOf(int first) => [first];

    protected override void LoadWeights(IndentedWriter w, int first, int column) =>
        w.Line($"{Isa.V}<float> {Weights(first, column)} = {Isa.LoadAsFloats(WeightType, "blockWeights", Literal.Int(((first * Window.Columns) + column) * RowBytes))};");

    protected override void Read(IndentedWriter w, int first, IReadOnlyList<string> rows) => w.Line($"{Isa.V}<float> x = {Isa.Load("float", rows[0], "0")};");

    protected override void Multiply(IndentedWriter w, int first, int pixel, int column) =>
        w.Line($"{Acc(pixel)} = {Isa.FusedMultiplyAdd("x", Weights(first, column), Acc(pixel))};");

    protected override void StoreIntegers(IndentedWriter w, IReadOnlyList<int> pixels) => throw new System.NotSupportedException();

    private static string Weights(int first, int column) => $"w{first}_{column}";
}
