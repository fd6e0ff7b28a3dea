using System.Runtime.CompilerServices;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>What is needed of linear algebra, in one fixed order of operations: the same bits everywhere.</summary>
internal static class SymmetricMatrix
{
    private const int ParallelOrder = 128;

    /// <summary>
    /// The upper Cholesky factor of the inverse of a positive definite matrix: <c>inverse = U' U</c>.
    /// </summary>
    /// <param name="matrix">Square, row by row; it is overwritten.</param>
    /// <param name="n">Its order.</param>
    /// <returns>U, or <see langword="null"/> where rounding errors make the matrix indefinite.</returns>
    public static double[]? InverseFactor(double[] matrix, int n)
    {
        // With rows and columns in reverse order the lower factor's inverse, reversed again, is the upper factor wanted.
        var reversed = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                reversed[(i * n) + j] = matrix[((n - 1 - i) * n) + (n - 1 - j)];
            }
        }

        if (!Factor(reversed, n))
        {
            return null;
        }

        InvertLower(reversed, n);
        var upper = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
            {
                upper[(i * n) + j] = reversed[((n - 1 - i) * n) + (n - 1 - j)];
            }
        }

        return upper;
    }

    // The lower Cholesky factor, in place; the upper triangle is left as it is.
    private static bool Factor(double[] a, int n)
    {
        for (int j = 0; j < n; j++)
        {
            double pivot = a[(j * n) + j] - Dot(a.AsSpan(j * n, j), a.AsSpan(j * n, j));
            if (!(pivot > 0))
            {
                return false;
            }

            double root = Math.Sqrt(pivot);
            a[(j * n) + j] = root;
            int column = j;
            Repeat(j + 1, n, n - j, i => a[(i * n) + column] = (a[(i * n) + column] - Dot(a.AsSpan(i * n, column), a.AsSpan(column * n, column))) / root);
        }

        return true;
    }

    // The inverse of a lower triangle, in place: column j of the inverse depends on the triangle only.
    private static void InvertLower(double[] l, int n)
    {
        var inverse = new double[n * n];
        Repeat(0, n, n, j =>
        {
            // Kept as a row, so that sums run over adjacent elements.
            Span<double> x = inverse.AsSpan(j * n, n);
            x[j] = 1 / l[(j * n) + j];
            for (int i = j + 1; i < n; i++)
            {
                x[i] = -Dot(l.AsSpan((i * n) + j, i - j), x[j..i]) / l[(i * n) + i];
            }
        });
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                l[(i * n) + j] = inverse[(j * n) + i];
            }
        }
    }

    private static void Repeat(int begin, int end, int work, Action<int> body)
    {
        if (work >= ParallelOrder)
        {
            Parallel.For(begin, end, body);
            return;
        }

        for (int i = begin; i < end; i++)
        {
            body(i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        // Four sums hide the addition's latency; their order is part of the result.
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }

        for (; i < a.Length; i++)
        {
            s0 += a[i] * b[i];
        }

        return s0 + s1 + (s2 + s3);
    }
}
