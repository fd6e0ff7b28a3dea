namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Products of matrices in row-major order.</summary>
internal static class MatrixProduct
{
    /// <summary>result[rows, columns] = a[rows, depth] * b[depth, columns]; either operand may be stored transposed.</summary>
    public static void Run(ReadOnlySpan<float> a, bool transposeA, ReadOnlySpan<float> b, bool transposeB, int rows, int depth, int columns, Span<float> result)
    {
        var origins = new int[rows];
        var offsets = new int[depth];
        for (int row = 0; row < rows; row++)
        {
            origins[row] = transposeA ? row : row * depth;
        }

        for (int k = 0; k < depth; k++)
        {
            offsets[k] = transposeA ? k * rows : k;
        }

        int stride = columns;
        if (transposeB || columns % ImplicitGemm.ColumnAlignment != 0)
        {
            stride = (columns + ImplicitGemm.ColumnAlignment - 1) / ImplicitGemm.ColumnAlignment * ImplicitGemm.ColumnAlignment;
            b = Pack(b, transposeB, depth, columns, stride);
        }

        ImplicitGemm.Run(a, origins, offsets, b, stride, columns, default, result, columns, 1, 0, rows);
    }

    private static float[] Pack(ReadOnlySpan<float> b, bool transposed, int depth, int columns, int stride)
    {
        var packed = new float[checked(depth * stride)];
        for (int k = 0; k < depth; k++)
        {
            if (!transposed)
            {
                b.Slice(k * columns, columns).CopyTo(packed.AsSpan(k * stride));
                continue;
            }

            for (int column = 0; column < columns; column++)
            {
                packed[(k * stride) + column] = b[(column * depth) + k];
            }
        }

        return packed;
    }
}
