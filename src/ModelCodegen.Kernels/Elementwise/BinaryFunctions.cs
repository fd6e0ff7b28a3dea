namespace ModelCodegen.Kernels;

// Functions of two elements of one type.
internal static partial class KernelMethods
{
    internal readonly struct Add<T> : IFunction2<T, T, T>
        where T : unmanaged, INumberBase<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => a + b;
    }

    internal readonly struct Sub<T> : IFunction2<T, T, T>
        where T : unmanaged, INumberBase<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => a - b;
    }

    internal readonly struct Mul<T> : IFunction2<T, T, T>
        where T : unmanaged, INumberBase<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => a * b;
    }

    internal readonly struct Min<T> : IFunction2<T, T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => T.IsNaN(a) || a < b ? a : b;
    }

    internal readonly struct Max<T> : IFunction2<T, T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => T.IsNaN(a) || a > b ? a : b;
    }

    internal readonly struct PRelu<T> : IFunction2<T, T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => a < T.Zero ? a * b : a;
    }

    internal readonly struct BitwiseAnd<T> : IFunction2<T, T, T>
        where T : unmanaged, IBitwiseOperators<T, T, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => a & b;
    }

    internal readonly struct BitwiseOr<T> : IFunction2<T, T, T>
        where T : unmanaged, IBitwiseOperators<T, T, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => a | b;
    }

    internal readonly struct BitwiseXor<T> : IFunction2<T, T, T>
        where T : unmanaged, IBitwiseOperators<T, T, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => a ^ b;
    }

    // Of integers the quotient is cut towards 0; by 0 it is 0, where C leaves it open and .NET throws.
    internal readonly struct Div<T> : IFunction2<T, T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => IsWhole<T>() ? (b == T.Zero ? T.Zero : IsMinusOne(b) ? -a : a / b) : a / b;
    }

    // The remainder with the divisor's sign, as Python's %.
    internal readonly struct Mod<T> : IFunction2<T, T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b)
        {
            if (IsWhole<T>() && (b == T.Zero || IsMinusOne(b)))
            {
                return T.Zero;
            }

            T remainder = a % b;
            return remainder != T.Zero && (remainder < T.Zero) != (b < T.Zero) ? remainder + b : remainder;
        }
    }

    // The remainder with the dividend's sign, as C's fmod.
    internal readonly struct Fmod<T> : IFunction2<T, T, T>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => IsWhole<T>() && (b == T.Zero || IsMinusOne(b)) ? T.Zero : a % b;
    }

    internal readonly struct Pow<TA, TB> : IFunction2<TA, TB, TA>
        where TA : unmanaged, INumberBase<TA>
        where TB : unmanaged, INumberBase<TB>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TA Invoke(TA a, TB b) => TA.CreateTruncating(PowReal(double.CreateTruncating(a), double.CreateTruncating(b)));
    }

    // What leaves the type is 0, as ONNX says; .NET takes the amount modulo the type's width.
    internal readonly struct ShiftLeft<T> : IFunction2<T, T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => b >= T.CreateTruncating(Unsafe.SizeOf<T>() * 8) ? T.Zero : a << int.CreateTruncating(b);
    }

    internal readonly struct ShiftRight<T> : IFunction2<T, T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T a, T b) => b >= T.CreateTruncating(Unsafe.SizeOf<T>() * 8) ? T.Zero : a >>> int.CreateTruncating(b);
    }

    internal readonly struct Equal<T> : IFunction2<T, T, byte>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte Invoke(T a, T b) => a == b ? (byte)1 : (byte)0;
    }

    internal readonly struct Greater<T> : IFunction2<T, T, byte>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte Invoke(T a, T b) => a > b ? (byte)1 : (byte)0;
    }

    internal readonly struct GreaterOrEqual<T> : IFunction2<T, T, byte>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte Invoke(T a, T b) => a >= b ? (byte)1 : (byte)0;
    }

    internal readonly struct Less<T> : IFunction2<T, T, byte>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte Invoke(T a, T b) => a < b ? (byte)1 : (byte)0;
    }

    internal readonly struct LessOrEqual<T> : IFunction2<T, T, byte>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte Invoke(T a, T b) => a <= b ? (byte)1 : (byte)0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsWhole<T>()
        where T : unmanaged, INumberBase<T> => T.One / (T.One + T.One) == T.Zero;

    // The least integer divided by -1 throws in .NET.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsMinusOne<T>(T x)
        where T : unmanaged, INumberBase<T> => T.IsNegative(x) && x == -T.One;
}
