namespace ModelCodegen.Kernels;

// Sums of products of quantized numbers to quantized numbers of another scale.
internal static partial class KernelMethods
{
    // y = saturate(round(float(x) * (rowScale * columnScale / yScale)) + zeroPoint), x being [matrices, rows, columns]. Steps
    // are 0 where one number stands for several matrices, rows or columns; the result's scale goes with the rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Requantize<T>(
        ReadOnlySpan<int> x,
        ReadOnlySpan<float> rowScale,
        ReadOnlySpan<float> columnScale,
        ReadOnlySpan<float> yScale,
        ReadOnlySpan<T> zeroPoint,
        Span<T> y,
        int matrices,
        int rows,
        int columns,
        int rowMatrix,
        int rowStep,
        int columnMatrix,
        int columnStep,
        int yMatrix,
        int yStep,
        double factor)
        where T : unmanaged, INumberBase<T>, IMinMaxValue<T>
    {
        float low = float.CreateTruncating(T.MinValue);
        float high = float.CreateTruncating(T.MaxValue);
        int position = 0;
        for (int m = 0; m < matrices; m++)
        {
            for (int r = 0; r < rows; r++)
            {
                int to = (m * yMatrix) + (r * yStep);
                float zero = zeroPoint.IsEmpty ? 0 : float.CreateTruncating(zeroPoint[to]);
                for (int c = 0; c < columns; c++)
                {
                    double scale = factor * rowScale[(m * rowMatrix) + (r * rowStep)] * columnScale[(m * columnMatrix) + (c * columnStep)];
                    float code = MathF.Round(x[position] * (float)(scale / yScale[to]), MidpointRounding.ToEven) + zero;
                    y[position++] = T.CreateTruncating(code > low ? code < high ? code : high : low);
                }
            }
        }
    }
}
