namespace ModelCodegen.Kernels;

// The largest and the least element; NaN where there is one.
internal static partial class KernelMethods
{
    internal readonly struct ReduceMax<T> : IReduction<T, T>
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public static T Empty => IsWhole<T>() ? T.MinValue : -T.One / T.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Include(T sum, T x) => default(Max<T>).Invoke(sum, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Join(T a, T b) => default(Max<T>).Invoke(a, b);

        public static T Finish(T sum, int count) => sum;
    }

    internal readonly struct ReduceMin<T> : IReduction<T, T>
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public static T Empty => IsWhole<T>() ? T.MaxValue : T.One / T.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Include(T sum, T x) => default(Min<T>).Invoke(sum, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Join(T a, T b) => default(Min<T>).Invoke(a, b);

        public static T Finish(T sum, int count) => sum;
    }
}
