using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests;

/// <summary>Small plans by hand.</summary>
internal static class SmallPlans
{
    /// <summary>8 floats to 8 floats through one step that needs no weights.</summary>
    public static NetworkPlan Unary(string name = "Relu", Activation? activation = null) => new()
    {
        ToolVersion = "1.2.3",
        Namespace = "Some.Where",
        ClassName = name,
        SourceName = "net.onnx",
        SourceSha256 = "00ff",
        Options = "Quantization=none",
        ArenaBytes = 64,
        Inputs = new[] { new Port("x", "x", "X", ElementType.Float32, new[] { 2, 4 }) },
        Outputs = new[] { new Port("y", "y", "Y", ElementType.Float32, new[] { 2, 4 }) },
        Steps = new Step[]
        {
            new UnaryStep("node", activation ?? Activation.Relu, Location.Input(0), Location.Output(0), new[] { 8 }, new[] { 1 }, new[] { 1 }),
        },
    };

    /// <summary>Bytes through a bordered 3x3 convolution of 4 to 20 channels, with weights and a prefilled border.</summary>
    public static (NetworkPlan Plan, byte[] Weights) Conv(string name = "Conv", int inner = 8)
    {
        int pitch = (inner + 2) * 4;
        const int blockBytes = 3 * 12 * 16;
        int bias = (3 * 12 * 16) + (3 * 12 * 8);
        int scale = bias + (24 * 4);
        int weightBytes = scale + (24 * 4);
        byte[] weights = new byte[weightBytes];
        new Random(7).NextBytes(weights.AsSpan(0, blockBytes + (blockBytes / 2)));
        for (int i = 0; i < 24; i++)
        {
            BitConverter.TryWriteBytes(weights.AsSpan(bias + (i * 4)), (i * 1000) - 12000);
            BitConverter.TryWriteBytes(weights.AsSpan(scale + (i * 4)), 0.001f + (i * 0.0001f));
        }

        int output = (inner + 2) * pitch;
        var plan = new NetworkPlan
        {
            ToolVersion = "1.2.3",
            Namespace = "Some.Where",
            ClassName = name,
            SourceName = "net.onnx",
            SourceSha256 = "00ff",
            Options = "Quantization=int8",
            Quantization = "int8",
            Sparsity = 0.25,
            ResourceName = name + ".weights.bin",
            WeightBytes = weightBytes,
            ArenaBytes = output + (inner * inner * 20),
            Inputs = new[] { new Port("pixels", "pixels", "Pixels", ElementType.UInt8, new[] { inner, inner, 4 }) },
            Outputs = new[] { new Port("logits", "logits", "Logits", ElementType.UInt8, new[] { inner, inner, 20 }) },
            Prefill = new[] { new FillStep("conv", ElementType.UInt8, Location.Arena(0), new[] { (inner + 2) * pitch }, new[] { 1 }, 9) },
            Steps = new Step[]
            {
                new ConvertStep(
                    "input",
                    "Copy",
                    ElementType.UInt8,
                    ElementType.UInt8,
                    Location.Input(0),
                    Location.Arena(pitch + 4),
                    new[] { inner, inner * 4 },
                    new[] { inner * 4, 1 },
                    new[] { pitch, 1 }),
                new ConvStep(
                    "conv",
                    "Conv 3x3",
                    ElementType.UInt8,
                    ElementType.UInt8,
                    Location.Arena(0),
                    Location.Weights(0),
                    Location.Weights(bias),
                    Location.Arena(output),
                    1,
                    0,
                    0,
                    1,
                    0,
                    0,
                    inner,
                    pitch,
                    inner * 20,
                    inner,
                    4,
                    20,
                    20,
                    3,
                    pitch,
                    1,
                    4,
                    12,
                    new Tile(7, 1, 1),
                    Activation.None,
                    Location.Weights(scale),
                    OutputZeroPoint: 12),
                new ConvertStep(
                    "output",
                    "Copy",
                    ElementType.UInt8,
                    ElementType.UInt8,
                    Location.Arena(output),
                    Location.Output(0),
                    new[] { inner * inner * 20 },
                    new[] { 1 },
                    new[] { 1 }),
            },
        };
        return (plan, weights);
    }
}
