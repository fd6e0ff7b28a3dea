using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Transforms the sums of all planes to outputs, with the convolution's epilogue.</summary>
internal sealed class WinogradOutputs(ConvStep step)
{
    private readonly bool isFloat = step.InputType == ElementType.Float32;
    private readonly int outputs = step.Winograd!.Outputs;
    private readonly ConvEpilogue epilogue = ConvEmitter.EpilogueOf(step);

    public string Name =>
        $"WinogradOutputs{outputs}_{epilogue.TypeNames(step.InputType, step.WeightType)}"
        + (epilogue == ConvEpilogue.Bytes ? "" : Activations.Name(step.Activation));

    /// <summary>The epilogue's arrays.</summary>
    public IEnumerable<string> Arrays => ConvEmitter.AddressParameters(step).Where(static p => p is not ("ref byte input" or "ref byte weights" or "ref byte output"));

    private IReadOnlyList<string> Parameters =>
    [
        "ref byte sumPlanes", .. Arrays, "ref byte output",
        "int firstTile", "int endTile", "int tilesPerRow", "int height", "int width", "int outputRow", "int outputPixel",
        "int firstBlock", "int blocks", "int sumPlane",
        .. ConvEmitter.EpilogueParameters(step),
    ];

    public void AddTo(KernelSet kernels) =>
        kernels.Add(Name, $"Winograd's F({outputs}x{outputs}, 3x3): sums of each tile to outputs.", Parameters, Isa.Winograd, Body);

    /// <summary>Declares <c>y</c> and <c>x</c>, the place of a tile's first output; the last tiles of rows and columns overlap those before.</summary>
    public static void Position(IndentedWriter w, int outputs)
    {
        w.Line("int tileRow = tile / tilesPerRow;");
        w.Line($"int y = tileRow * {outputs} < height - {outputs} ? tileRow * {outputs} : height - {outputs};");
        w.Line("int tileColumn = tile - tileRow * tilesPerRow;");
        w.Line($"int x = tileColumn * {outputs} < width - {outputs} ? tileColumn * {outputs} : width - {outputs};");
    }

    private void Body(IndentedWriter w, Isa isa)
    {
        if (epilogue == ConvEpilogue.Dynamic)
        {
            Requantization.InputRange(w);
        }

        w.Open("for (int tile = firstTile; tile < endTile; tile++)");
        Position(w, outputs);
        w.Line("ref byte origin = ref Unsafe.Add(ref output, (nint)y * outputRow + (nint)x * outputPixel);");
        w.Open("for (int block = 0; block < blocks; block++)");
        w.Line("nint channel = (nint)(firstBlock + block) * 16;");
        w.Line("ref byte sums = ref Unsafe.Add(ref sumPlanes, ((nint)(tile - firstTile) * blocks + block) * 64);");
        w.Line("ref byte blockBias = ref Unsafe.Add(ref bias, channel * 4);");
        if (epilogue.HasScale())
        {
            w.Line("ref byte blockScale = ref Unsafe.Add(ref scale, channel * 4);");
        }

        if (epilogue == ConvEpilogue.Dynamic)
        {
            w.Line("ref byte blockSums = ref Unsafe.Add(ref weightSums, channel * 4);");
        }

        Block(w, isa);
        w.Close();
        w.Close();
    }

    private void Block(IndentedWriter w, Isa isa)
    {
        var tile = new ConvTile(isa, step.InputType, step.WeightType, Pixels: outputs * outputs, Blocks: 1, Channels: 16);
        var results = new ConvResults(tile, epilogue, step.Activation, Partial: false);
        var transform = new WinogradTransform(isa, outputs, isFloat);
        string type = isFloat ? "float" : "int";
        tile.Declare(w, epilogue);
        for (int v = 0; v < isa.VectorsOf16; v++)
        {
            w.Open();
            w.Line($"ref byte sum = ref {Isa.At("sums", Literal.Int(v * isa.Lanes * 4))};");
            for (int i = 0; i < transform.Inputs * transform.Inputs; i++)
            {
                w.Line($"{isa.V}<{type}> m{i / transform.Inputs}{i % transform.Inputs} = {isa.Load(type, "sum", "0")};");
                w.Line("sum = ref Unsafe.Add(ref sum, sumPlane);");
            }

            transform.TransformSums(w);
            for (int i = 0; i < outputs * outputs; i++)
            {
                string acc = tile.Results(i, 0)[v];
                w.Line($"{acc} = {transform.Add($"s{i / outputs}{i % outputs}", acc)};");
            }

            w.Close();
        }

        for (int i = 0; i < outputs * outputs; i++)
        {
            string offset = string.Concat(Times(i / outputs, "outputRow"), Times(i % outputs, "outputPixel"));
            w.Line($"ref byte y{i} = ref Unsafe.Add(ref origin, {offset}channel{(results.Size == 1 ? "" : $" * {results.Size}")});");
        }

        results.Write(w, 0);
    }

    private static string Times(int factor, string stride) => factor switch
    {
        0 => "",
        1 => stride + " + ",
        _ => $"{factor} * {stride} + ",
    };
}
