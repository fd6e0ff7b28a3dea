namespace ModelCodegen.Kernels;

// The negative log likelihood loss.
internal static partial class KernelMethods
{
    // y = -weight[class] * x[image, class, place] for the class that the targets name, or 0 for the ignored class: of each
    // place, or the sum, or divided by the sum of the weights. x is [images, classes, places]; weights without a meaning
    // count as 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void NegativeLogLikelihood<T, TIndex>(
        ReadOnlySpan<T> x, ReadOnlySpan<TIndex> targets, ReadOnlySpan<T> weights, Span<T> y, int classes, int places, bool weighted, bool ignores, int ignored, bool sum, bool mean)
        where T : unmanaged, INumberBase<T>
        where TIndex : unmanaged, INumberBase<TIndex>
    {
        double total = 0;
        double weightTotal = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double loss = 0;
            if (!ignores || targets[i] != TIndex.CreateTruncating(ignored))
            {
                int target = Position(targets[i], classes);
                double weight = weighted ? double.CreateTruncating(weights[target]) : 1;
                loss = -weight * double.CreateTruncating(x[(((i / places * classes) + target) * places) + (i % places)]);
                weightTotal += weight;
            }

            total += loss;
            if (!sum && !mean)
            {
                y[i] = T.CreateTruncating(loss);
            }
        }

        if (sum || mean)
        {
            y[0] = T.CreateTruncating(mean ? total / weightTotal : total);
        }
    }
}
