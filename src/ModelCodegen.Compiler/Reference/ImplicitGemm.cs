using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelCodegen.Compiler.Reference;

/// <summary>
/// result[row, column] = bias[column] + sum over k of a[origins[row] + offsets[k]] * b[k, column]. Vectors run across
/// columns and every element sums over k in ascending order with separate multiplications and additions, so that the bits
/// depend neither on the vector width nor on how rows are divided among calls. The methods are optimized at once: the
/// compiler's process does not live long enough for the JIT to find out that they are hot.
/// </summary>
internal static class ImplicitGemm
{
    /// <summary>Rows of b must be so long that whole vectors can be read: a multiple of this.</summary>
    public const int ColumnAlignment = 8;

    /// <summary>Computes rows <paramref name="firstRow"/> to <paramref name="endRow"/>.</summary>
    /// <param name="a">The left operand; every origin plus every offset lies inside.</param>
    /// <param name="origins">Per row.</param>
    /// <param name="offsets">Per k.</param>
    /// <param name="b">offsets.Length rows of <paramref name="stride"/> elements.</param>
    /// <param name="stride">A multiple of <see cref="ColumnAlignment"/>, at least <paramref name="columns"/>.</param>
    /// <param name="columns">How many columns are wanted.</param>
    /// <param name="bias">Per column, or empty.</param>
    /// <param name="result">The results.</param>
    /// <param name="rowStride">From row to row of the result.</param>
    /// <param name="columnStride">From column to column of the result.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="endRow">The row behind the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        ReadOnlySpan<float> a,
        ReadOnlySpan<int> origins,
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> b,
        int stride,
        int columns,
        ReadOnlySpan<float> bias,
        Span<float> result,
        int rowStride,
        int columnStride,
        int firstRow,
        int endRow)
    {
        Span<float> tile = stackalloc float[4 * 16];
        ref float a0 = ref MemoryMarshal.GetReference(a);
        for (int column = 0; column < columns; column += 16)
        {
            int width = Math.Min(16, columns - column);
            ref float b0 = ref MemoryMarshal.GetReference(b[column..]);
            for (int row = firstRow; row < endRow; row += 4)
            {
                // Rows beyond the end repeat the last one and are not stored.
                int height = Math.Min(4, endRow - row);
                int o0 = origins[row];
                int o1 = origins[Math.Min(row + 1, endRow - 1)];
                int o2 = origins[Math.Min(row + 2, endRow - 1)];
                int o3 = origins[Math.Min(row + 3, endRow - 1)];
                if (height == 1)
                {
                    OneRow(ref a0, o0, offsets, ref b0, stride, width > 8, tile);
                }
                else
                {
                    FourRows(ref a0, o0, o1, o2, o3, offsets, ref b0, stride, width > 8, tile);
                }

                for (int r = 0; r < height; r++)
                {
                    int target = ((row + r) * rowStride) + (column * columnStride);
                    for (int c = 0; c < width; c++)
                    {
                        float sum = tile[(r * 16) + c];
                        result[target + (c * columnStride)] = bias.IsEmpty ? sum : sum + bias[column + c];
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(ref float a, int o, ReadOnlySpan<int> offsets, ref float b, int stride, bool wide, Span<float> tile)
    {
        Vector256<float> s0 = default, s1 = default;
        nuint second = wide ? 8u : 0u;
        nuint position = 0;
        foreach (int offset in offsets)
        {
            Vector256<float> x = Vector256.Create(Unsafe.Add(ref a, (nint)(o + offset)));
            s0 += x * Vector256.LoadUnsafe(ref b, position);
            s1 += x * Vector256.LoadUnsafe(ref b, position + second);
            position += (nuint)stride;
        }

        s0.CopyTo(tile);
        s1.CopyTo(tile[8..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(ref float a, int o0, int o1, int o2, int o3, ReadOnlySpan<int> offsets, ref float b, int stride, bool wide, Span<float> tile)
    {
        Vector256<float> s00 = default, s01 = default, s10 = default, s11 = default;
        Vector256<float> s20 = default, s21 = default, s30 = default, s31 = default;
        nuint second = wide ? 8u : 0u;
        nuint position = 0;
        foreach (int offset in offsets)
        {
            ref float x = ref Unsafe.Add(ref a, (nint)offset);
            Vector256<float> b0 = Vector256.LoadUnsafe(ref b, position);
            Vector256<float> b1 = Vector256.LoadUnsafe(ref b, position + second);
            Vector256<float> x0 = Vector256.Create(Unsafe.Add(ref x, (nint)o0));
            s00 += x0 * b0;
            s01 += x0 * b1;
            Vector256<float> x1 = Vector256.Create(Unsafe.Add(ref x, (nint)o1));
            s10 += x1 * b0;
            s11 += x1 * b1;
            Vector256<float> x2 = Vector256.Create(Unsafe.Add(ref x, (nint)o2));
            s20 += x2 * b0;
            s21 += x2 * b1;
            Vector256<float> x3 = Vector256.Create(Unsafe.Add(ref x, (nint)o3));
            s30 += x3 * b0;
            s31 += x3 * b1;
            position += (nuint)stride;
        }

        s00.CopyTo(tile);
        s01.CopyTo(tile[8..]);
        s10.CopyTo(tile[16..]);
        s11.CopyTo(tile[24..]);
        s20.CopyTo(tile[32..]);
        s21.CopyTo(tile[40..]);
        s30.CopyTo(tile[48..]);
        s31.CopyTo(tile[56..]);
    }
}
