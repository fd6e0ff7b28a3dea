namespace ModelCodegen.Kernels;

// Sums and products. Floats are summed in double, integers in 64 bits, which wrap as their own type does.
internal static partial class KernelMethods
{
    internal readonly struct ReduceSum<T, TSum> : IReduction<T, TSum>
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
    {
        public static TSum Empty => TSum.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TSum Include(TSum sum, T x) => sum + TSum.CreateTruncating(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TSum Join(TSum a, TSum b) => a + b;

        public static T Finish(TSum sum, int count) => T.CreateTruncating(sum);
    }

    internal readonly struct ReduceMean<T, TSum> : IReduction<T, TSum>
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
    {
        public static TSum Empty => TSum.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TSum Include(TSum sum, T x) => sum + TSum.CreateTruncating(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TSum Join(TSum a, TSum b) => a + b;

        public static T Finish(TSum sum, int count) =>
            IsWhole<TSum>() && count == 0 ? T.Zero : T.CreateTruncating(sum / TSum.CreateTruncating(count));
    }

    internal readonly struct ReduceProd<T, TSum> : IReduction<T, TSum>
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
    {
        public static TSum Empty => TSum.One;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TSum Include(TSum sum, T x) => sum * TSum.CreateTruncating(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TSum Join(TSum a, TSum b) => a * b;

        public static T Finish(TSum sum, int count) => T.CreateTruncating(sum);
    }

    internal readonly struct ReduceL1<T, TSum> : IReduction<T, TSum>
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
    {
        public static TSum Empty => TSum.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TSum Include(TSum sum, T x) => T.IsNegative(x) ? sum - TSum.CreateTruncating(x) : sum + TSum.CreateTruncating(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TSum Join(TSum a, TSum b) => a + b;

        public static T Finish(TSum sum, int count) => T.CreateTruncating(sum);
    }

    internal readonly struct ReduceSumSquare<T, TSum> : IReduction<T, TSum>
        where T : unmanaged, INumberBase<T>
        where TSum : unmanaged, INumberBase<TSum>
    {
        public static TSum Empty => TSum.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TSum Include(TSum sum, T x) => sum + (TSum.CreateTruncating(x) * TSum.CreateTruncating(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TSum Join(TSum a, TSum b) => a + b;

        public static T Finish(TSum sum, int count) => T.CreateTruncating(sum);
    }

    internal readonly struct ReduceL2<T> : IReduction<T, double>
        where T : unmanaged, INumberBase<T>
    {
        public static double Empty => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Include(double sum, T x) => sum + (double.CreateTruncating(x) * double.CreateTruncating(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Join(double a, double b) => a + b;

        public static T Finish(double sum, int count) => T.CreateTruncating(Math.Sqrt(sum));
    }

    internal readonly struct ReduceLogSum<T> : IReduction<T, double>
        where T : unmanaged, INumberBase<T>
    {
        public static double Empty => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Include(double sum, T x) => sum + double.CreateTruncating(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Join(double a, double b) => a + b;

        public static T Finish(double sum, int count) => T.CreateTruncating(LogReal(sum));
    }
}
