using ModelCodegen.Conformance.Zoo;
using ModelCodegen.Peers.Zoo;

namespace ModelCodegen.Conformance;

/// <summary>
/// Networks as users export them, float and int8, against ONNX Runtime. The large ones are tested where the environment
/// variable <c>MODELCODEGEN_ZOO_ALL</c> is 1.
/// </summary>
public sealed class ZooTests
{
    private static readonly string[] Small =
    [
        "squeezenet1_1", "mobilenet_v3_small", "shufflenet_v2_x1_0", "efficientnet_b0", "vit_small", "lstm_tagger", "gru_tagger", "bert_small", "unet", "detector",
    ];

    public static TheoryData<string> Models =>
        [.. Environment.GetEnvironmentVariable("MODELCODEGEN_ZOO_ALL") == "1" ? ZooModels.Names : Small];

    [Theory]
    [MemberData(nameof(Models))]
    public void Networks_agree_with_onnx_runtime(string model)
    {
        ZooRow row = ZooRun.Run(model);
        Assert.Null(row.Failure);
        Assert.InRange(row.FloatError, 0, 1e-4);
        Assert.InRange(row.Sqnr, row.OrtSqnr - 1, double.PositiveInfinity);
        Assert.InRange(row.SourceKilobytes, 1, 2000);
        Assert.InRange(row.CompressSeconds + row.CompileSeconds, 0, 60);
    }
}
