using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir;

/// <summary>Lengths, strides and broadcasting of shapes.</summary>
public static class ShapeArithmetic
{
    /// <summary>The number of elements; 1 for a scalar.</summary>
    /// <exception cref="OverflowException">There are more than an int counts.</exception>
    public static int Length(ReadOnlySpan<int> shape)
    {
        int length = 1;
        foreach (int extent in shape)
        {
            length = checked(length * extent);
        }

        return length;
    }

    /// <inheritdoc cref="Length(ReadOnlySpan{int})"/>
    public static int Length(ImmutableArray<int> shape) => Length(shape.AsSpan());

    /// <summary>Row-major strides in elements.</summary>
    public static ImmutableArray<int> Strides(ImmutableArray<int> shape)
    {
        var strides = new int[shape.Length];
        int stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        return [.. strides];
    }

    /// <summary>The shape of an elementwise result by NumPy's broadcasting; <see langword="null"/> where there is none.</summary>
    public static ImmutableArray<int>? Broadcast(ImmutableArray<int> a, ImmutableArray<int> b)
    {
        var result = new int[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= result.Length; i++)
        {
            int x = i <= a.Length ? a[^i] : 1;
            int y = i <= b.Length ? b[^i] : 1;
            if (x != y && x != 1 && y != 1)
            {
                return null;
            }

            result[^i] = x == 1 ? y : x;
        }

        return [.. result];
    }

    /// <summary>For example <c>[1,3,224,224]</c>.</summary>
    public static string Format(ImmutableArray<int> shape) => $"[{string.Join(",", shape)}]";
}
