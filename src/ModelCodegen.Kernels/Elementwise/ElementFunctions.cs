namespace ModelCodegen.Kernels;

// Functions of one element that are no real functions: conversions, and those of integers and truth values. A truth value
// is a byte, 0 or 1.
internal static partial class KernelMethods
{
    internal readonly struct Cast<TX, TY> : IFunction1<TX, TY>
        where TX : unmanaged, INumberBase<TX>
        where TY : unmanaged, INumberBase<TY>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TY Invoke(TX x) => TY.CreateTruncating(x);
    }

    internal readonly struct IsNotZero<T> : IFunction1<T, byte>
        where T : unmanaged, INumberBase<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte Invoke(T x) => x == T.Zero ? (byte)0 : (byte)1;
    }

    internal readonly struct IsZero<T> : IFunction1<T, byte>
        where T : unmanaged, INumberBase<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte Invoke(T x) => x == T.Zero ? (byte)1 : (byte)0;
    }

    internal readonly struct IsNaN<T> : IFunction1<T, byte>
        where T : unmanaged, INumberBase<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte Invoke(T x) => T.IsNaN(x) ? (byte)1 : (byte)0;
    }

    // positive and negative: 1 where infinities of that sign count.
    internal readonly struct IsInfinite<T>(double positive, double negative) : IFunction1<T, byte>
        where T : unmanaged, INumberBase<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte Invoke(T x) => (T.IsPositiveInfinity(x) && positive != 0) || (T.IsNegativeInfinity(x) && negative != 0) ? (byte)1 : (byte)0;
    }

    internal readonly struct BitwiseNot<T> : IFunction1<T, T>
        where T : unmanaged, IBitwiseOperators<T, T, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T x) => ~x;
    }

    internal readonly struct WholeAbs<T> : IFunction1<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T x) => x < T.Zero ? -x : x;
    }

    internal readonly struct WholeNeg<T> : IFunction1<T, T>
        where T : unmanaged, INumberBase<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T x) => T.Zero - x;
    }

    internal readonly struct WholeSign<T> : IFunction1<T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T x) => x > T.Zero ? T.One : x < T.Zero ? -T.One : T.Zero;
    }

    // condition ? a : b
    internal readonly struct Select<T> : IFunction3<byte, T, T, T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(byte condition, T a, T b) => condition != 0 ? a : b;
    }
}
