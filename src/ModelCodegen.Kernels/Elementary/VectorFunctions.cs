namespace ModelCodegen.Kernels;

// Functions of floats, side by side: the same operations on every element, so that no vector's width changes a bit. About
// 1e-7 off.
internal static partial class KernelMethods
{
    // Cody and Waite's reduction as in ExpReal, and Taylor's polynomial of degree 7. x is cut off at +-87; NaN stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> ExpOfVector(Vector<float> x)
    {
        var limit = new Vector<float>(87f);
        x = Vector.ConditionalSelect(Vector.GreaterThan(x, limit), limit, x);
        x = Vector.ConditionalSelect(Vector.LessThan(x, -limit), -limit, x);
        Vector<float> n = Vector.Floor((x * new Vector<float>(1.44269504f)) + new Vector<float>(0.5f));
        Vector<float> r = (x - (n * new Vector<float>(0.693359375f))) + (n * new Vector<float>(2.12194440e-4f));
        Vector<float> p = new Vector<float>(1f / 5040);
        p = (p * r) + new Vector<float>(1f / 720);
        p = (p * r) + new Vector<float>(1f / 120);
        p = (p * r) + new Vector<float>(1f / 24);
        p = (p * r) + new Vector<float>(1f / 6);
        p = (p * r) + new Vector<float>(0.5f);
        p = (p * r) + Vector<float>.One;
        p = (p * r) + Vector<float>.One;
        return p * Vector.AsVectorSingle(Vector.ShiftLeft(Vector.ConvertToInt32(n) + new Vector<int>(127), 23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> SigmoidOfVector(Vector<float> x) => Vector<float>.One / (Vector<float>.One + ExpOfVector(-x));

    // Near 0, where the quotient would cancel, the series.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> TanhOfVector(Vector<float> x)
    {
        Vector<float> s = x * x;
        Vector<float> p = new Vector<float>(62f / 2835);
        p = (p * s) - new Vector<float>(17f / 315);
        p = (p * s) + new Vector<float>(2f / 15);
        p = (p * s) - new Vector<float>(1f / 3);
        Vector<float> near = x + (x * s * p);
        Vector<float> far = Vector<float>.One - (new Vector<float>(2f) / (ExpOfVector(x + x) + Vector<float>.One));
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<float>(0.25f)), near, far);
    }
}
