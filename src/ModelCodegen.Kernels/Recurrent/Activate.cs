namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // A function of all values, which are first limited to +-clip. The usual two functions of floats are computed as
    // vectors, whose rest of a few elements is filled up.
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

        if (typeof(T) == typeof(float) && (typeof(TFunction) == typeof(Sigmoid) || typeof(TFunction) == typeof(Tanh)))
        {
            Span<float> floats = MemoryMarshal.Cast<T, float>(values);
            Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(floats);
            foreach (ref Vector<float> x in vectors)
            {
                x = typeof(TFunction) == typeof(Sigmoid) ? SigmoidOfVector(x) : TanhOfVector(x);
            }

            Span<float> rest = floats.Slice(vectors.Length * Vector<float>.Count);
            if (rest.Length > 0)
            {
                Vector<float> last = default;
                Span<float> elements = MemoryMarshal.Cast<Vector<float>, float>(MemoryMarshal.CreateSpan(ref last, 1));
                rest.CopyTo(elements);
                last = typeof(TFunction) == typeof(Sigmoid) ? SigmoidOfVector(last) : TanhOfVector(last);
                elements.Slice(0, rest.Length).CopyTo(rest);
            }

            return;
        }

        foreach (ref T value in values)
        {
            value = T.CreateTruncating(TFunction.Invoke(double.CreateTruncating(value), a, b));
        }
    }
}
