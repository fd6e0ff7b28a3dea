using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

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
        if (op.Block != 0 || scale.Type != ElementType.Float32)
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

    /// <summary>How all elements stand for reals; <see langword="null"/> where that differs, or where codes are no bytes.</summary>
    public (float Scale, int ZeroPoint)? Single => Scale.Length == 1 && Codes.Type.SizeInBytes() == 1
        ? (Scale.Values<float>()[0], (int)(ZeroPoint?.ToInt64()[0] ?? 0))
        : null;

    /// <summary>The same with another order of dimensions.</summary>
    /// <param name="transpose">Gives a tensor that order.</param>
    public DequantizedTensor Transposed(Func<Tensor, Tensor> transpose) =>
        new(transpose(Codes), transpose(Scale), ZeroPoint is null ? null : transpose(ZeroPoint));

    /// <summary>The same under another shape; <see langword="null"/> where scales go along a dimension.</summary>
    public DequantizedTensor? Reshape(ImmutableArray<int> shape)
    {
        ImmutableArray<int> ones = [.. shape.Select(_ => 1)];
        return Scale.Length == 1 ? new DequantizedTensor(Codes.Reshape(shape), Scale.Reshape(ones), ZeroPoint?.Reshape(ones)) : null;
    }

    /// <summary>The reals that bytes stand for.</summary>
    public Tensor ToReals()
    {
        bool signed = Codes.Type == ElementType.Int8;
        float[] scales = Scale.ToFloat();
        long[] zeros = ZeroPoint?.ToInt64() ?? [.. scales.Select(_ => 0L)];
        ReadOnlySpan<byte> bytes = Codes.Bytes;
        var reals = new float[Codes.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            int channel = ChannelOf(i);
            reals[i] = ((signed ? (sbyte)bytes[i] : bytes[i]) - zeros[channel]) * scales[channel];
        }

        return Tensor.Create(Codes.Shape, reals);
    }

    /// <summary>The same with zeros where other numbers have them.</summary>
    /// <param name="values">As many numbers as there are codes.</param>
    public DequantizedTensor WithZeros(ReadOnlySpan<float> values)
    {
        int size = Codes.Type.SizeInBytes();
        Tensor codes = Tensor.Zeros(Codes.Type, Codes.Shape);
        Codes.Bytes.CopyTo(codes.WritableBytes);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == 0)
            {
                Span<byte> code = codes.WritableBytes.Slice(i * size, size);
                ReadOnlySpan<byte> zero = ZeroPoint is null ? new byte[size] : ZeroPoint.Bytes.Slice(ChannelOf(i) * size, size);
                zero.CopyTo(code);
            }
        }

        return this with { Codes = codes };
    }

    // The number of the scale that belongs to an element.
    private int ChannelOf(int element)
    {
        if (Scale.Length == 1)
        {
            return 0;
        }

        int axis = Scale.Shape.IndexOf(Scale.Length);
        return element / ShapeArithmetic.Length(Codes.Shape.AsSpan()[(axis + 1)..]) % Scale.Length;
    }
}
