using ModelCodegen.Compiler.Ir;
using static ModelCodegen.Compiler.Tests.Reference.RandomModels;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Fourier transforms, windows and mel weights.</summary>
public sealed class SignalOracleTests
{
    // ONNX Runtime computes in floats, so that results near 0 are not exact: 10 is added.
    [Fact]
    public void Dft() => Each(random =>
    {
        int components = random.Next(1, 3);
        bool inverse = random.Next(2) == 0;
        bool oneSided = components == 1 && !inverse && random.Next(2) == 0;
        int axis = Pick(random, 1, 2, -2);
        bool axisIsInput = random.Next(2) == 0;
        (string, object)[] attributes = [("inverse", inverse ? 1 : 0), ("onesided", oneSided ? 1 : 0)];
        var builder = new ModelBuilder(axisIsInput ? 20 : 17);
        builder.Input("x", 2, Pick(random, 1, 7, 8, 12), Pick(random, 3, 15, 16), components).Output("y")
            .Constant("length", Tensor.Create([], [(long)Pick(random, 1, 8, 9, 22, 31)])).Constant("axis", Tensor.Create([], [(long)axis])).Constant("ten", Tensor.Floats(10));
        string inputs = Pick(random, "x", "x length");
        inputs = axisIsInput ? (inputs == "x" ? "x - axis" : inputs + " axis") : inputs;
        return builder.Node("DFT", inputs, "d", axisIsInput ? attributes : [.. attributes, ("axis", axis)]).Node("Add", "d ten", "y");
    });

    [Fact]
    public void Stft() => Each(random =>
    {
        int length = Pick(random, 8, 12, 15);
        string inputs = Pick(random, "x step window", "x step window length", "x step - length");
        return new ModelBuilder(17)
            .Input("x", 2, 40, 1)
            .Output("y")
            .Constant("length", Tensor.Create([], [(long)length]))
            .Constant("step", Tensor.Create([], [(long)random.Next(1, 9)]))
            .Constant("window", ModelBuilder.Random(random, length))
            .Constant("ten", Tensor.Floats(10))
            .Node("STFT", inputs, "d", ("onesided", random.Next(2)))
            .Node("Add", "d ten", "y");
    });

    [Fact]
    public void Windows() => Each(random => new ModelBuilder(17)
        .Input("x", 1)
        .Output("y")
        .Constant("size", Tensor.Create([], [(long)random.Next(2, 40)]))
        .Node(Pick(random, "HannWindow", "HammingWindow", "BlackmanWindow"), "size", "w", ("periodic", random.Next(2)))
        .Node("Add", "w x", "y"));

    [Fact]
    public void Mel_weights() => Each(random => new ModelBuilder(17)
        .Input("x", 1)
        .Output("y")
        .Constant("bands", Tensor.Create([], [(long)random.Next(4, 40)]))
        .Constant("length", Tensor.Create([], [(long)Pick(random, 64, 400, 512)]))
        .Constant("rate", Tensor.Create([], [(long)Pick(random, 8000, 16000, 44100)]))
        .Constant("lowest", Tensor.Create([], [(float)random.Next(0, 100)]))
        .Constant("highest", Tensor.Create([], [(float)random.Next(2000, 4000)]))
        .Node("MelWeightMatrix", "bands length rate lowest highest", "w")
        .Node("Add", "w x", "y"));
}
