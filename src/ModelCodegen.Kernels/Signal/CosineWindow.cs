namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // a + b cos(2 pi k / period) + c cos(4 pi k / period)
    internal static void CosineWindow<T>(Span<T> y, int period, double a, double b, double c)
        where T : unmanaged, INumberBase<T>
    {
        for (int k = 0; k < y.Length; k++)
        {
            double angle = 6.283185307179586 * k / period;
            y[k] = T.CreateTruncating(a + (b * CosReal(angle)) + (c * CosReal(2 * angle)));
        }
    }
}
