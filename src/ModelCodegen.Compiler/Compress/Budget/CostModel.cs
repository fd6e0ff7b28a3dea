using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress.Budget;

/// <summary>
/// Predicts how long a layer takes on one core of an ordinary x86 server with AVX2: multiply-adds at the throughput of its
/// precision, and every byte of its operands and results moved once. Good for comparing layers, not for a time to expect.
/// </summary>
internal static class CostModel
{
    // Multiply-adds and bytes per microsecond.
    private const double ByteProducts = 60_000;
    private const double WordProducts = 40_000;
    private const double FloatProducts = 40_000;
    private const double MovedBytes = 20_000;

    /// <summary>What the model assumes, for people.</summary>
    public const string Description =
        "One core of an ordinary x86 server with AVX2: 60 GMAC/s in int8, 40 GMAC/s in int16x8 and in float, and 20 GB/s for the bytes of all operands and results. "
        + "A model for comparing layers, not a measurement.";

    /// <summary>Microseconds.</summary>
    public static double Predict(Precision precision, double multiplyAdds, long bytes) => (multiplyAdds / Throughput(precision)) + (bytes / MovedBytes);

    /// <summary>The bytes of a node's operands and results.</summary>
    public static long MovedBytesOf(Graph graph, Node node) => node.Inputs.Concat(node.Outputs)
        .Where(name => name.Length > 0)
        .Distinct(StringComparer.Ordinal)
        .Sum(name => Bytes(graph.Info(name)));

    private static long Bytes(ValueInfo info) => (long)ShapeArithmetic.Length(info.Shape) * Plan.ElementTypeExtensions.SizeInBytes(info.Type);

    private static double Throughput(Precision precision) => precision switch
    {
        Precision.Int8 => ByteProducts,
        Precision.Int16x8 => WordProducts,
        _ => FloatProducts,
    };
}
