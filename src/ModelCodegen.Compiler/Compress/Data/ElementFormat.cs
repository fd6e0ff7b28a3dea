using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>How a data file stores an element.</summary>
/// <param name="Type">The element's type.</param>
/// <param name="BigEndian">Whether its most significant byte comes first.</param>
internal readonly record struct ElementFormat(ElementType Type, bool BigEndian)
{
    /// <summary>The size of an element in bytes.</summary>
    public int Size => Type.SizeInBytes();

    /// <summary>Whether elements are integers.</summary>
    public bool IsInteger => !Type.IsFloat() && Type != ElementType.Boolean;

    /// <summary>The type that NumPy describes so.</summary>
    /// <exception cref="FormatException">It is none this reader takes.</exception>
    public static ElementFormat OfNumPy(string descr) => new(
        descr switch
        {
            "|b1" => ElementType.Boolean,
            "|u1" => ElementType.UInt8,
            "|i1" => ElementType.Int8,
            "<u2" => ElementType.UInt16,
            "<i2" => ElementType.Int16,
            "<f2" => ElementType.Float16,
            "<u4" => ElementType.UInt32,
            "<i4" => ElementType.Int32,
            "<f4" => ElementType.Float32,
            "<u8" => ElementType.UInt64,
            "<i8" => ElementType.Int64,
            "<f8" => ElementType.Float64,
            _ => throw new FormatException($"its element type '{descr}' is not taken; save it as float32, or as a little-endian integer"),
        },
        BigEndian: false);

    /// <summary>The elements as a tensor of another type, converted by value; between types 64-bit integers beyond 2^53 lose their last bits.</summary>
    /// <param name="bytes">The elements; turned into the machine's order in place.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="type">The tensor's type.</param>
    public Tensor ToTensor(Span<byte> bytes, ImmutableArray<int> shape, ElementType type)
    {
        if (BigEndian == BitConverter.IsLittleEndian)
        {
            Reverse(bytes);
        }

        if (type == Type && type != ElementType.Boolean)
        {
            Tensor same = Tensor.Zeros(type, shape);
            bytes.CopyTo(same.WritableBytes);
            return same;
        }

        return Type switch
        {
            ElementType.Boolean => From<byte>(bytes, value => value == 0 ? 0 : 1, shape, type),
            ElementType.UInt8 => From<byte>(bytes, value => value, shape, type),
            ElementType.Int8 => From<sbyte>(bytes, value => value, shape, type),
            ElementType.UInt16 => From<ushort>(bytes, value => value, shape, type),
            ElementType.Int16 => From<short>(bytes, value => value, shape, type),
            ElementType.Float16 => From<Half>(bytes, value => (double)value, shape, type),
            ElementType.UInt32 => From<uint>(bytes, value => value, shape, type),
            ElementType.Int32 => From<int>(bytes, value => value, shape, type),
            ElementType.Float32 => From<float>(bytes, value => value, shape, type),
            ElementType.UInt64 => From<ulong>(bytes, value => value, shape, type),
            ElementType.Int64 => From<long>(bytes, value => value, shape, type),
            _ => From<double>(bytes, value => value, shape, type),
        };
    }

    private void Reverse(Span<byte> bytes)
    {
        switch (Size)
        {
            case 2: Swap<short>(bytes, BinaryPrimitives.ReverseEndianness); break;
            case 4: Swap<int>(bytes, BinaryPrimitives.ReverseEndianness); break;
            case 8: Swap<long>(bytes, BinaryPrimitives.ReverseEndianness); break;
        }

        static void Swap<T>(Span<byte> bytes, Func<T, T> swap)
            where T : unmanaged
        {
            foreach (ref T element in MemoryMarshal.Cast<byte, T>(bytes))
            {
                element = swap(element);
            }
        }
    }

    private static Tensor From<T>(ReadOnlySpan<byte> bytes, Func<T, double> widen, ImmutableArray<int> shape, ElementType type)
        where T : unmanaged
    {
        T[] values = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        return type switch
        {
            ElementType.Float32 => To(value => (float)value),
            ElementType.Float64 => To(value => value),
            ElementType.Float16 => To(value => (Half)value),
            ElementType.Int8 => To(value => (sbyte)value),
            ElementType.UInt8 => To(value => (byte)value),
            ElementType.Int16 => To(value => (short)value),
            ElementType.UInt16 => To(value => (ushort)value),
            ElementType.Int32 => To(value => (int)value),
            ElementType.UInt32 => To(value => (uint)value),
            ElementType.Int64 => To(value => (long)value),
            ElementType.UInt64 => To(value => (ulong)value),
            _ => To(value => value != 0),
        };

        Tensor To<TTo>(Func<double, TTo> narrow)
            where TTo : unmanaged => Tensor.Create(shape, Array.ConvertAll(values, value => narrow(widen(value))));
    }
}
