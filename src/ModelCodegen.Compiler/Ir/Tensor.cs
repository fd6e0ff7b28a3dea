using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir;

/// <summary>A constant: a typed array and its shape, row-major. Nobody changes the array once the tensor is in a graph.</summary>
public sealed class Tensor
{
    private readonly Array data;

    private Tensor(ElementType type, ImmutableArray<int> shape, Array data)
    {
        Type = type;
        Shape = shape;
        this.data = data;
    }

    /// <summary>The elements' type.</summary>
    public ElementType Type { get; }

    /// <summary>The dimensions; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Length => data.Length;

    /// <summary>The array itself; nobody writes it once the tensor is in a graph.</summary>
    public Array Data => data;

    /// <summary>Wraps an array; its length must be the product of <paramref name="shape"/>.</summary>
    /// <exception cref="ArgumentException">It is not, or <typeparamref name="T"/> is no element type.</exception>
    public static Tensor Create<T>(ImmutableArray<int> shape, T[] data)
        where T : unmanaged
    {
        if (data.Length != ShapeArithmetic.Length(shape))
        {
            throw new ArgumentException($"{data.Length} elements do not fill the shape [{string.Join(",", shape)}].", nameof(data));
        }

        return new Tensor(TypeOf<T>(), shape, data);
    }

    /// <summary>Wraps an array of the type's elements.</summary>
    internal static Tensor Of(ElementType type, ImmutableArray<int> shape, Array data) => new(type, shape, data);

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(ElementType type, ImmutableArray<int> shape)
    {
        int length = ShapeArithmetic.Length(shape);
        return new Tensor(type, shape, type switch
        {
            ElementType.Float32 => new float[length],
            ElementType.Float64 => new double[length],
            ElementType.Float16 => new Half[length],
            ElementType.Int8 => new sbyte[length],
            ElementType.UInt8 => new byte[length],
            ElementType.Int16 => new short[length],
            ElementType.UInt16 => new ushort[length],
            ElementType.Int32 => new int[length],
            ElementType.UInt32 => new uint[length],
            ElementType.Int64 => new long[length],
            ElementType.UInt64 => new ulong[length],
            ElementType.Boolean => new bool[length],
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        });
    }

    /// <summary>A vector or scalar of floats.</summary>
    public static Tensor Floats(params float[] data) => Create([data.Length], data);

    /// <summary>The elements.</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is not the tensor's type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => (T[])data;

    /// <summary>The elements, to be written while the tensor is still being made.</summary>
    public Span<T> Writable<T>()
        where T : unmanaged => (T[])data;

    /// <summary>The elements' memory.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(data), Length * Type.SizeInBytes());

    /// <summary>The elements' memory, to be written while the tensor is still being made.</summary>
    public Span<byte> WritableBytes => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(data), Length * Type.SizeInBytes());

    /// <summary>The elements as 64-bit integers, truncated from whatever type they have.</summary>
    public long[] ToInt64() => Convert(value => value is float or double or Half ? (long)System.Convert.ToDouble(Widen(value)) : System.Convert.ToInt64(value));

    /// <summary>The elements as 32-bit floats, converted by value.</summary>
    public float[] ToFloat() => data is float[] floats ? floats : Convert(value => System.Convert.ToSingle(Widen(value)));

    /// <summary>The elements as 64-bit floats, converted by value.</summary>
    public double[] ToDouble() => Convert(value => System.Convert.ToDouble(Widen(value)));

    /// <summary>The same elements under another shape of the same length.</summary>
    public Tensor Reshape(ImmutableArray<int> shape) => ShapeArithmetic.Length(shape) == Length
        ? new Tensor(Type, shape, data)
        : throw new ArgumentException($"{Length} elements do not fill the shape [{string.Join(",", shape)}].", nameof(shape));

    private static object Widen(object value) => value is Half half ? (double)half : value;

    private static ElementType TypeOf<T>() => default(T) switch
    {
        float => ElementType.Float32,
        double => ElementType.Float64,
        Half => ElementType.Float16,
        sbyte => ElementType.Int8,
        byte => ElementType.UInt8,
        short => ElementType.Int16,
        ushort => ElementType.UInt16,
        int => ElementType.Int32,
        uint => ElementType.UInt32,
        long => ElementType.Int64,
        ulong => ElementType.UInt64,
        bool => ElementType.Boolean,
        _ => throw new ArgumentException($"{typeof(T)} is no element type."),
    };

    private T[] Convert<T>(Func<object, T> convert)
    {
        var result = new T[Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = convert(data.GetValue(i)!);
        }

        return result;
    }
}
