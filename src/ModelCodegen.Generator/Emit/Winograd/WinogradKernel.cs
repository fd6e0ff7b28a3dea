using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>The loops around Winograd's four parts: transformed weights, transformed inputs, sums of products, outputs.</summary>
internal sealed class WinogradKernel
{
    private readonly ConvStep step;
    private readonly WinogradInputs inputs;
    private readonly WinogradWeights weights;
    private readonly WinogradSums sums;
    private readonly WinogradOutputs outputs;

    public WinogradKernel(ConvStep step)
    {
        this.step = step;
        Winograd winograd = step.Winograd!;
        bool isFloat = step.InputType == ElementType.Float32;
        WinogradTile tile = WinogradTile.Of(step);
        inputs = new WinogradInputs(isFloat, winograd.Outputs);
        weights = new WinogradWeights(isFloat, step.WeightType, winograd.Outputs, tile);
        sums = new WinogradSums(isFloat, winograd.Planes, tile);
        outputs = new WinogradOutputs(step);
        Name = $"{outputs.Name.Replace("Outputs", "")}_{tile.Tiles}x{tile.Blocks}";
    }

    public string Name { get; }

    private IReadOnlyList<string> Parameters =>
    [
        .. ConvEmitter.AddressParameters(step), "ref byte scratch",
        "int images", "int inputImage", "int outputImage",
        "int firstPass", "int endPass", "int firstRow", "int endRow", "int tilesPerRow", "int height", "int width",
        "int inputRow", "int outputRow", "int inputPixel", "int outputPixel",
        "int channels", "int blocks", "int tilesPerPass", "int blocksPerPass", "int tapsPerPass",
        "int weightPlane", "int inputPlane", "int sumPlane", "int tileBytes", "int sumTiles",
        .. ConvEmitter.EpilogueParameters(step),
    ];

    public void AddTo(KernelSet kernels)
    {
        inputs.AddTo(kernels);
        weights.AddTo(kernels);
        sums.AddTo(kernels);
        outputs.AddTo(kernels);
        string size = $"{step.Winograd!.Outputs}x{step.Winograd.Outputs}";
        kernels.Add(Name, $"Winograd's F({size}, 3x3): some tiles, output channels and taps at a time.", Parameters, [Isa.Portable], (w, _) => Body(w));
    }

    private void Body(IndentedWriter w)
    {
        int planes = step.Winograd!.Planes;
        w.Line($"ref byte inputPlanes = ref Unsafe.Add(ref scratch, {planes} * (nint)weightPlane);");
        w.Line($"ref byte sumPlanes = ref Unsafe.Add(ref inputPlanes, {planes} * (nint)inputPlane);");
        w.Line($"int taps = {(step.InputType == ElementType.Float32 ? "channels" : "channels / 4")};");
        w.Line("int firstTile = firstRow * tilesPerRow;");
        w.Line("int endTile = endRow * tilesPerRow;");
        w.Open("for (int image = 0; image < images; image++)");
        w.Line("ref byte imageInput = ref Unsafe.Add(ref input, (nint)image * inputImage);");
        w.Line("ref byte imageOutput = ref Unsafe.Add(ref output, (nint)image * outputImage);");
        w.Open("for (int pass = firstPass; pass < endPass; pass++)");
        w.Line("int block = pass * blocksPerPass < blocks - blocksPerPass ? pass * blocksPerPass : blocks - blocksPerPass;");
        w.Line($"ref byte passWeights = ref Unsafe.Add(ref weights, (nint)block * taps * {weights.TapBytes});");
        w.Open("for (int tap = 0; tap < taps; tap += tapsPerPass)");
        w.Line("int endTap = tap + tapsPerPass < taps ? tap + tapsPerPass : taps;");
        w.Line($"KernelMethods.{weights.Name}(ref passWeights, ref scratch, taps, tap, endTap, blocksPerPass, weightPlane);");
        w.Open("for (int passTile = firstTile; passTile < endTile; passTile += tilesPerPass)");
        w.Line("int endPassTile = passTile + tilesPerPass < endTile ? passTile + tilesPerPass : endTile;");
        w.Raw("// Inputs of all tiles need to be transformed only once.");
        w.Open("if (tap == 0 && (pass == firstPass || endPassTile - passTile < endTile - firstTile))");
        w.Line($"KernelMethods.{inputs.Name}(ref imageInput, ref inputPlanes, passTile, endPassTile, tilesPerRow, height, width, inputRow, inputPixel, channels, tileBytes, inputPlane);");
        w.Close();
        w.Line();
        w.Open("for (int tile = passTile; tile < endPassTile; tile += sumTiles)");
        w.Line("int end = tile + sumTiles < endPassTile ? tile + sumTiles : endPassTile;");
        w.Line($"KernelMethods.{sums.Name}(ref Unsafe.Add(ref inputPlanes, (nint)(tile - passTile) * tileBytes), ref scratch, ref sumPlanes, end - tile, tap, endTap, blocksPerPass, tileBytes, inputPlane, weightPlane, sumPlane);");
        w.Open("if (endTap == taps)");
        string arrays = string.Join(", ", outputs.Arrays.Select(static p => "ref " + p.Split(' ').Last()));
        string epilogue = string.Concat(ConvEmitter.EpilogueParameters(step).Select(static p => ", " + p.Split(' ').Last()));
        w.Line($"KernelMethods.{outputs.Name}(ref sumPlanes, {arrays}, ref imageOutput, tile, end, tilesPerRow, height, width, outputRow, outputPixel, block, blocksPerPass, sumPlane{epilogue});");
        w.Close();
        w.Close();
        w.Close();
        w.Close();
        w.Close();
        w.Close();
    }
}
