namespace ModelCodegen.Kernels;

// Reductions over any dimensions: sums, products, extremes and norms.
internal static partial class KernelMethods
{
    // How elements are brought together: an accumulator includes them one after the other, two accumulators are joined,
    // and the last one is turned into the result of so many elements.
    internal interface IReduction<T, TSum>
    {
        static abstract TSum Empty { get; }

        static abstract TSum Include(TSum sum, T x);

        static abstract TSum Join(TSum a, TSum b);

        static abstract T Finish(TSum sum, int count);
    }

    // y = x without the reduced dimensions. Dimensions are given by extents and strides in x, adjacent ones merged, and
    // there is at least one of each kind; either the last of the kept or the last of the reduced ones has stride 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Reduce<T, TSum, TReduction>(
        ReadOnlySpan<T> x, Span<T> y, ReadOnlySpan<int> kept, ReadOnlySpan<int> keptStrides, ReadOnlySpan<int> reduced, ReadOnlySpan<int> reducedStrides)
        where T : unmanaged
        where TSum : unmanaged
        where TReduction : struct, IReduction<T, TSum>
    {
        int count = 1;
        foreach (int extent in reduced)
        {
            count *= extent;
        }

        if (count == 0)
        {
            y.Fill(TReduction.Finish(TReduction.Empty, 0));
            return;
        }

        Span<int> indices = stackalloc int[kept.Length + reduced.Length];
        indices.Clear();
        Span<int> inner = indices.Slice(kept.Length);
        if (reducedStrides[reduced.Length - 1] == 1)
        {
            int run = reduced[reduced.Length - 1];
            reduced = reduced.Slice(0, reduced.Length - 1);
            int start = 0;
            for (int i = 0; i < y.Length; i++)
            {
                TSum sum = ReduceRun<T, TSum, TReduction>(x.Slice(start, run));
                int offset = start;
                while (NextIndex(reduced, reducedStrides, inner, ref offset))
                {
                    sum = TReduction.Join(sum, ReduceRun<T, TSum, TReduction>(x.Slice(offset, run)));
                }

                y[i] = TReduction.Finish(sum, count);
                NextIndex(kept, keptStrides, indices, ref start);
            }

            return;
        }

        // Adjacent results are computed side by side, so that memory is read in its order.
        const int Block = 16;
        Span<TSum> sums = stackalloc TSum[Block];
        int width = kept[kept.Length - 1];
        kept = kept.Slice(0, kept.Length - 1);
        int row = 0;
        for (int position = 0; position < y.Length; position += width)
        {
            for (int column = 0; column < width; column += Block)
            {
                int length = Math.Min(Block, width - column);
                sums.Fill(TReduction.Empty);
                int offset = row + column;
                do
                {
                    ReadOnlySpan<T> elements = x.Slice(offset, length);
                    for (int i = 0; i < elements.Length; i++)
                    {
                        sums[i] = TReduction.Include(sums[i], elements[i]);
                    }
                }
                while (NextIndex(reduced, reducedStrides, inner, ref offset));

                for (int i = 0; i < length; i++)
                {
                    y[position + column + i] = TReduction.Finish(sums[i], count);
                }
            }

            NextIndex(kept, keptStrides, indices, ref row);
        }
    }

    // Four accumulators, so that one element need not wait for the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static TSum ReduceRun<T, TSum, TReduction>(ReadOnlySpan<T> x)
        where T : unmanaged
        where TSum : unmanaged
        where TReduction : struct, IReduction<T, TSum>
    {
        TSum s0 = TReduction.Empty;
        TSum s1 = s0;
        TSum s2 = s0;
        TSum s3 = s0;
        int i = 0;
        for (; i < x.Length - 3; i += 4)
        {
            s0 = TReduction.Include(s0, x[i]);
            s1 = TReduction.Include(s1, x[i + 1]);
            s2 = TReduction.Include(s2, x[i + 2]);
            s3 = TReduction.Include(s3, x[i + 3]);
        }

        for (; i < x.Length; i++)
        {
            s0 = TReduction.Include(s0, x[i]);
        }

        return TReduction.Join(TReduction.Join(s0, s1), TReduction.Join(s2, s3));
    }
}
