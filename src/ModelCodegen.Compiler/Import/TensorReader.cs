using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Import;

/// <summary>Reads tensors in every form that ONNX stores them in. Sizes are compared before anything is allocated.</summary>
/// <param name="external">Reads those that lie outside the file.</param>
internal sealed class TensorReader(ExternalData external)
{
    // So many elements of 8 bytes still fit into one array.
    private const int MaximumLength = int.MaxValue / 16;

    private readonly HashSet<Tensor> nibbles = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a tensor that was read here has elements of 4 bits, each of which is a byte now.</summary>
    public bool HasFourBits(Tensor tensor) => nibbles.Contains(tensor);

    /// <summary>The tensor.</summary>
    public Tensor Read(TensorProto proto)
    {
        if (ElementTypes.Stored(proto.DataType) is not { } type)
        {
            throw new CompilationException(
                DiagnosticCode.TypeUnsupported,
                $"Tensor '{proto.Name}' has elements of type {proto.DataType}, which is not supported.");
        }

        if (proto.Segment is not null)
        {
            throw Damaged(proto, "is stored in segments, which ONNX reserves");
        }

        (ImmutableArray<int> shape, int length) = Shape(proto, proto.Dims);
        if (ElementTypes.HasFourBits(proto.DataType))
        {
            Tensor tensor = Unpack(proto, type, shape, length);
            nibbles.Add(tensor);
            return tensor;
        }

        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
        {
            byte[] bytes = external.Read(proto, (long)length * type.SizeInBytes());
            return FromBytes(proto, type, shape, bytes);
        }

        int typed = proto.FloatData.Count + proto.Int32Data.Count + proto.Int64Data.Count + proto.DoubleData.Count + proto.Uint64Data.Count;
        if (typed > 0 && !proto.RawData.IsEmpty)
        {
            throw Damaged(proto, "has both raw and typed data");
        }

        return typed == 0
            ? FromBytes(proto, type, shape, proto.RawData.Span)
            : FromTyped(proto, type, shape, length, typed);
    }

    /// <summary>The dense tensor that a sparse one stands for.</summary>
    /// <param name="proto">The sparse tensor.</param>
    /// <param name="maximumLength">The largest number of elements that it may have.</param>
    public Tensor ReadSparse(SparseTensorProto proto, int maximumLength)
    {
        if (proto.Values is null || proto.Indices is null)
        {
            throw new CompilationException(DiagnosticCode.TensorDamaged, "A sparse tensor has no values or no indices.");
        }

        Tensor values = Read(proto.Values);
        Tensor indices = Read(proto.Indices);
        (ImmutableArray<int> shape, int length) = Shape(proto.Values, proto.Dims);
        int count = values.Length;
        int rank = indices.Shape.Length == 2 ? indices.Shape[1] : 1;
        if (length > maximumLength)
        {
            throw new CompilationException(DiagnosticCode.TooLarge, $"Sparse tensor '{proto.Values.Name}' would have {length} elements.");
        }

        if (indices.Type != ElementType.Int64 || indices.Length != (long)count * rank || (rank != 1 && rank != shape.Length))
        {
            throw Damaged(proto.Values, "has indices that do not match its values");
        }

        Tensor dense = Tensor.Zeros(values.Type, shape);
        int size = values.Type.SizeInBytes();
        Span<byte> target = dense.WritableBytes;
        ImmutableArray<int> strides = ShapeArithmetic.Strides(shape);
        bool linear = indices.Shape.Length < 2;
        for (int i = 0; i < count; i++)
        {
            long position = 0;
            for (int d = 0; d < rank; d++)
            {
                long index = indices.Values<long>()[(i * rank) + d];
                if (index < 0 || index >= (linear ? length : shape[d]))
                {
                    throw Damaged(proto.Values, $"has the index {index}, which is outside its shape");
                }

                position += linear ? index : index * strides[d];
            }

            values.Bytes.Slice(i * size, size).CopyTo(target[((int)position * size)..]);
        }

        return dense;
    }

    private static (ImmutableArray<int> Shape, int Length) Shape(TensorProto proto, IReadOnlyList<long> dims)
    {
        var shape = ImmutableArray.CreateBuilder<int>(dims.Count);
        long length = 1;
        foreach (long extent in dims)
        {
            if (extent is < 0 or > int.MaxValue)
            {
                throw Damaged(proto, $"has a dimension of {extent}");
            }

            length *= extent;
            shape.Add((int)extent);
            if (length > MaximumLength)
            {
                throw new CompilationException(
                    DiagnosticCode.TooLarge,
                    $"Tensor '{proto.Name}' of shape [{string.Join(",", dims)}] is too large; at most {MaximumLength} elements are supported.");
            }
        }

        return (shape.ToImmutable(), (int)length);
    }

    private static Tensor FromBytes(TensorProto proto, ElementType type, ImmutableArray<int> shape, ReadOnlySpan<byte> bytes)
    {
        int length = ShapeArithmetic.Length(shape);
        if (bytes.Length != (long)length * type.SizeInBytes())
        {
            throw Damaged(proto, $"has {bytes.Length} bytes of data where its shape {ShapeArithmetic.Format(shape)} needs {(long)length * type.SizeInBytes()}");
        }

        switch (type)
        {
            case ElementType.Float32: return Tensor.Create(shape, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
            case ElementType.Float64: return Tensor.Create(shape, MemoryMarshal.Cast<byte, double>(bytes).ToArray());
            case ElementType.Float16: return Tensor.Create(shape, MemoryMarshal.Cast<byte, Half>(bytes).ToArray());
            case ElementType.Int8: return Tensor.Create(shape, MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray());
            case ElementType.UInt8: return Tensor.Create(shape, bytes.ToArray());
            case ElementType.Int16: return Tensor.Create(shape, MemoryMarshal.Cast<byte, short>(bytes).ToArray());
            case ElementType.UInt16: return Tensor.Create(shape, MemoryMarshal.Cast<byte, ushort>(bytes).ToArray());
            case ElementType.Int32: return Tensor.Create(shape, MemoryMarshal.Cast<byte, int>(bytes).ToArray());
            case ElementType.UInt32: return Tensor.Create(shape, MemoryMarshal.Cast<byte, uint>(bytes).ToArray());
            case ElementType.Int64: return Tensor.Create(shape, MemoryMarshal.Cast<byte, long>(bytes).ToArray());
            case ElementType.UInt64: return Tensor.Create(shape, MemoryMarshal.Cast<byte, ulong>(bytes).ToArray());
        }

        // A byte other than 0 and 1 would be a bool that is neither true nor false.
        bool[] booleans = new bool[length];
        for (int i = 0; i < length; i++)
        {
            booleans[i] = bytes[i] != 0;
        }

        return Tensor.Create(shape, booleans);
    }

    private static Tensor FromTyped(TensorProto proto, ElementType type, ImmutableArray<int> shape, int length, int typed)
    {
        int own = type switch
        {
            ElementType.Float32 => proto.FloatData.Count,
            ElementType.Float64 => proto.DoubleData.Count,
            ElementType.Int64 => proto.Int64Data.Count,
            ElementType.UInt32 or ElementType.UInt64 => proto.Uint64Data.Count,
            _ => proto.Int32Data.Count,
        };
        if (own != typed || own != length)
        {
            throw Damaged(proto, $"has {own} elements of data where its shape {ShapeArithmetic.Format(shape)} needs {length}");
        }

        return type switch
        {
            ElementType.Float32 => Tensor.Create(shape, proto.FloatData.ToArray()),
            ElementType.Float64 => Tensor.Create(shape, proto.DoubleData.ToArray()),
            ElementType.Int64 => Tensor.Create(shape, proto.Int64Data.ToArray()),
            ElementType.UInt64 => Tensor.Create(shape, proto.Uint64Data.ToArray()),
            ElementType.UInt32 => Narrow<ulong, uint>(proto, shape, proto.Uint64Data),
            ElementType.Int32 => Tensor.Create(shape, proto.Int32Data.ToArray()),
            ElementType.Int16 => Narrow<int, short>(proto, shape, proto.Int32Data),
            ElementType.UInt16 => Narrow<int, ushort>(proto, shape, proto.Int32Data),
            ElementType.Int8 => Narrow<int, sbyte>(proto, shape, proto.Int32Data),
            ElementType.UInt8 => Narrow<int, byte>(proto, shape, proto.Int32Data),
            ElementType.Boolean => Tensor.Create(shape, proto.Int32Data.Select(value => value != 0).ToArray()),
            _ => Tensor.Create(shape, Array.ConvertAll(Narrow<int, ushort>(proto, shape, proto.Int32Data).Values<ushort>().ToArray(), BitConverter.UInt16BitsToHalf)),
        };
    }

    // Two elements a byte, the first one in its lower half; typed data holds a byte per number.
    private Tensor Unpack(TensorProto proto, ElementType type, ImmutableArray<int> shape, int length)
    {
        int count = (length + 1) / 2;
        byte[] packed = proto.DataLocation == TensorProto.Types.DataLocation.External ? external.Read(proto, count)
            : proto.Int32Data.Count == 0 ? proto.RawData.ToByteArray()
            : proto.RawData.IsEmpty && proto.Int32Data.All(value => value is >= sbyte.MinValue and <= byte.MaxValue) ? [.. proto.Int32Data.Select(value => (byte)value)]
            : throw Damaged(proto, "has both raw and typed data, or an element that its type cannot hold");
        if (packed.Length != count)
        {
            throw Damaged(proto, $"has {packed.Length} bytes of data where its shape {ShapeArithmetic.Format(shape)} needs {count}");
        }

        var codes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            int code = (packed[i / 2] >> (i % 2 * 4)) & 15;
            codes[i] = (byte)(type == ElementType.Int8 && code > 7 ? code - 16 : code);
        }

        return type == ElementType.Int8 ? Tensor.Create(shape, MemoryMarshal.Cast<byte, sbyte>(codes).ToArray()) : Tensor.Create(shape, codes);
    }

    private static Tensor Narrow<TFrom, TTo>(TensorProto proto, ImmutableArray<int> shape, IEnumerable<TFrom> values)
        where TFrom : INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        try
        {
            return Tensor.Create(shape, values.Select(TTo.CreateChecked).ToArray());
        }
        catch (OverflowException)
        {
            throw Damaged(proto, "has an element that its type cannot hold");
        }
    }

    private static CompilationException Damaged(TensorProto proto, string problem) =>
        new CompilationException(DiagnosticCode.TensorDamaged, $"Tensor '{proto.Name}' {problem}.");
}
