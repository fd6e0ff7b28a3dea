namespace ModelCodegen.Kernels;

// The logarithm of a sum of exponentials, in one pass: the sum is kept relative to the largest element so far.
internal static partial class KernelMethods
{
    // Stands for e^Largest * Sum.
    internal readonly struct ScaledSum(double largest, double sum)
    {
        public readonly double Largest = largest;
        public readonly double Sum = sum;
    }

    internal readonly struct ReduceLogSumExp<T> : IReduction<T, ScaledSum>
        where T : unmanaged, INumberBase<T>
    {
        public static ScaledSum Empty => new(double.NegativeInfinity, 0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ScaledSum Include(ScaledSum sum, T x) => Join(sum, new ScaledSum(double.CreateTruncating(x), 1));

        // Of two equal infinities the difference would be NaN.
        public static ScaledSum Join(ScaledSum a, ScaledSum b)
        {
            if (double.IsNegativeInfinity(b.Largest))
            {
                return a;
            }

            if (a.Largest == b.Largest)
            {
                return new ScaledSum(a.Largest, a.Sum + b.Sum);
            }

            return a.Largest > b.Largest
                ? new ScaledSum(a.Largest, a.Sum + (b.Sum * ExpReal(b.Largest - a.Largest)))
                : new ScaledSum(b.Largest, b.Sum + (a.Sum * ExpReal(a.Largest - b.Largest)));
        }

        public static T Finish(ScaledSum sum, int count) => T.CreateTruncating(sum.Largest + LogReal(sum.Sum));
    }
}
