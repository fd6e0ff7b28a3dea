namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // A function of all values, which are first limited to +-clip.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Activate<T, TFunction>(Span<T> values, double clip, double a, double b)
        where T : unmanaged, INumberBase<T>
        where TFunction : struct, IRealFunction
    {
        if (clip < double.MaxValue)
        {
            foreach (ref T value in values)
            {
                double x = double.CreateTruncating(value);
                value = T.CreateTruncating(x > clip ? clip : x < -clip ? -clip : x);
            }
        }

        foreach (ref T value in values)
        {
            value = T.CreateTruncating(TFunction.Invoke(double.CreateTruncating(value), a, b));
        }
    }
}
