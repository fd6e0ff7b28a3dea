using ModelCodegen.Compiler.Compress.Recovery;

namespace ModelCodegen.Compiler.Tests.Compress.Recovery;

public sealed class SymmetricMatrixTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(150)]
    public void The_factor_makes_the_inverse(int n)
    {
        double[] matrix = Moments(n, new Random(n));
        double[] upper = SymmetricMatrix.InverseFactor([.. matrix], n)!;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                // matrix * (U' U), element by element.
                double sum = 0;
                for (int k = 0; k < n; k++)
                {
                    double inverse = 0;
                    for (int r = 0; r < n; r++)
                    {
                        inverse += upper[(r * n) + k] * upper[(r * n) + j];
                    }

                    sum += matrix[(i * n) + k] * inverse;
                }

                Assert.Equal(i == j ? 1 : 0, sum, 1e-9);
                Assert.True(j >= i || upper[(i * n) + j] == 0);
            }
        }
    }

    [Fact]
    public void An_indefinite_matrix_has_none() => Assert.Null(SymmetricMatrix.InverseFactor([1, 2, 2, 1], 2));

    internal static double[] Moments(int n, Random random)
    {
        // Vectors that go together: each element leans on the one before.
        var matrix = new double[n * n];
        for (int sample = 0; sample < 4 * n; sample++)
        {
            var x = new double[n];
            for (int i = 0; i < n; i++)
            {
                x[i] = random.NextDouble() - 0.5 + (i > 0 ? 0.8 * x[i - 1] : 0);
            }

            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    matrix[(i * n) + j] += x[i] * x[j];
                }
            }
        }

        for (int i = 0; i < n; i++)
        {
            matrix[(i * n) + i] += 1e-3;
        }

        return matrix;
    }
}
