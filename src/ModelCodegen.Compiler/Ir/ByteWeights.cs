using System.Collections.Immutable;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir;

/// <summary>Weights as integer kernels take them: signed bytes without zero point, and a scale per output channel.</summary>
/// <param name="Codes">Int8, in the weights' shape.</param>
/// <param name="Scales">One per output channel.</param>
internal sealed record ByteWeights(Tensor Codes, ImmutableArray<float> Scales)
{
    /// <summary>
    /// Brings weights of a quantized model into that form. Zero points are subtracted, which is exact where the differences
    /// are signed bytes; <see langword="null"/> where they are not, or where a scale belongs to less than a channel, or where
    /// 32-bit sums could overflow.
    /// </summary>
    /// <param name="weights">The weights.</param>
    /// <param name="channelAxis">The dimension of output channels: 0 of kernels, the last of matrices.</param>
    public static ByteWeights? Of(DequantizedTensor weights, int channelAxis)
    {
        Tensor codes = weights.Codes;
        int channels = codes.Shape[channelAxis];
        if (codes.Type is not (ElementType.Int8 or ElementType.UInt8) || weights.Scale.Length != weights.Scale.Shape[channelAxis])
        {
            return null;
        }

        int inner = ShapeArithmetic.Length(codes.Shape[(channelAxis + 1)..]);
        bool signed = codes.Type == ElementType.Int8;
        ReadOnlySpan<byte> values = codes.Bytes;
        long[] zeros = weights.ZeroPoint?.ToInt64() ?? [0];
        var result = new sbyte[values.Length];
        var sums = new long[channels];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / inner % channels;
            long code = (signed ? (sbyte)values[i] : values[i]) - zeros[zeros.Length == 1 ? 0 : channel];
            if (code is < sbyte.MinValue or > sbyte.MaxValue)
            {
                return null;
            }

            result[i] = (sbyte)code;
            sums[channel] += Math.Abs(code);
        }

        float[] scales = weights.Scale.ToFloat();
        bool fits = sums.All(sum => sum * byte.MaxValue <= LargestSum) && scales.All(scale => scale > 0 && float.IsNormal(scale));
        return fits
            ? new ByteWeights(Tensor.Create(codes.Shape, result), [.. Enumerable.Range(0, channels).Select(c => scales[scales.Length == 1 ? 0 : c])])
            : null;
    }

    /// <summary>Half of int32's range is the products', the other half the bias'.</summary>
    public const int LargestSum = 1 << 30;
}
