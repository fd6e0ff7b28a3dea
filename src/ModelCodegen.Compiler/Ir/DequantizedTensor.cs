using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Ir;

/// <summary>The integers behind a constant of floats that a DequantizeLinear gave: <c>real = (code - zero point) * scale</c>.</summary>
/// <param name="Codes">The integers, in the constant's shape.</param>
/// <param name="Scale">Float32, of as many dimensions; each is the constant's, or 1 where a scale counts for all of it.</param>
/// <param name="ZeroPoint">The codes' type and the scale's shape; <see langword="null"/> for zeros.</param>
public sealed record DequantizedTensor(Tensor Codes, Tensor Scale, Tensor? ZeroPoint)
{
    /// <summary>What a DequantizeLinear of constants knows; <see langword="null"/> where scales go by blocks, or are no Float32.</summary>
    public static DequantizedTensor? Of(DequantizeLinear op, Tensor codes, Tensor scale, Tensor? zeroPoint)
    {
        if (op.Block != 0 || scale.Type != Plan.ElementType.Float32)
        {
            return null;
        }

        int rank = codes.Shape.Length;
        int[] shape = [.. Enumerable.Repeat(1, rank)];
        if (scale.Length != 1)
        {
            shape[op.Axis < 0 ? op.Axis + rank : op.Axis] = scale.Length;
        }

        return new DequantizedTensor(codes, scale.Reshape([.. shape]), zeroPoint?.Reshape([.. shape]));
    }

    /// <summary>The one scale of all elements, or <see langword="null"/>.</summary>
    public float? SingleScale => Scale.Length == 1 ? Scale.Values<float>()[0] : null;

    /// <summary>The same with another order of dimensions.</summary>
    /// <param name="transpose">Gives a tensor that order.</param>
    public DequantizedTensor Transposed(Func<Tensor, Tensor> transpose) =>
        new(transpose(Codes), transpose(Scale), ZeroPoint is null ? null : transpose(ZeroPoint));
}
