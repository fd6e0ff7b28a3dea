namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // Boxes by falling score, without those that overlap a better one of their class: rows of (batch, class, box), filled with
    // 0 behind the count. boxes is [batches, count, 4], scores [batches, classes, count]. centers: boxes are given as center
    // and size instead of two corners. order is memory for as many numbers as there are boxes, chosen for as many as are kept.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void NonMaxSuppression(
        ReadOnlySpan<float> boxes,
        ReadOnlySpan<float> scores,
        Span<long> selected,
        Span<long> count,
        Span<int> order,
        int batches,
        int classes,
        int boxesPerBatch,
        int most,
        double overlap,
        double least,
        bool hasLeast,
        bool centers)
    {
        selected.Clear();
        int found = 0;
        for (int batch = 0; batch < batches; batch++)
        {
            ReadOnlySpan<float> all = boxes.Slice(batch * boxesPerBatch * 4, boxesPerBatch * 4);
            for (int c = 0; c < classes; c++)
            {
                ReadOnlySpan<float> score = scores.Slice(((batch * classes) + c) * boxesPerBatch, boxesPerBatch);
                int candidates = 0;
                for (int i = 0; i < boxesPerBatch; i++)
                {
                    if (!hasLeast || score[i] > least)
                    {
                        order[candidates++] = i;
                    }
                }

                SortByScore(order[..candidates], score);
                int start = found;
                for (int i = 0; i < candidates && found - start < most; i++)
                {
                    bool isFree = true;
                    for (int k = start; k < found && isFree; k++)
                    {
                        isFree = !(IntersectionOverUnion(all.Slice(order[i] * 4, 4), all.Slice((int)selected[(k * 3) + 2] * 4, 4), centers) > overlap);
                    }

                    if (isFree)
                    {
                        selected[found * 3] = batch;
                        selected[(found * 3) + 1] = c;
                        selected[(found * 3) + 2] = order[i];
                        found++;
                    }
                }
            }
        }

        count[0] = found;
    }

    // A heap sort: falling score, then rising number, in any case the same order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SortByScore(Span<int> order, ReadOnlySpan<float> score)
    {
        for (int end = order.Length, start = order.Length / 2; end > 1;)
        {
            if (start > 0)
            {
                start--;
            }
            else
            {
                end--;
                (order[0], order[end]) = (order[end], order[0]);
            }

            for (int root = start, child; (child = (2 * root) + 1) < end; root = child)
            {
                if (child + 1 < end && ComesBefore(order[child], order[child + 1], score))
                {
                    child++;
                }

                if (!ComesBefore(order[root], order[child], score))
                {
                    break;
                }

                (order[root], order[child]) = (order[child], order[root]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool ComesBefore(int a, int b, ReadOnlySpan<float> score) => score[a] > score[b] || (score[a] == score[b] && a < b);

    internal static float IntersectionOverUnion(ReadOnlySpan<float> a, ReadOnlySpan<float> b, bool centers)
    {
        float top = Math.Max(Corner(a, 0, false, centers), Corner(b, 0, false, centers));
        float left = Math.Max(Corner(a, 1, false, centers), Corner(b, 1, false, centers));
        float bottom = Math.Min(Corner(a, 0, true, centers), Corner(b, 0, true, centers));
        float right = Math.Min(Corner(a, 1, true, centers), Corner(b, 1, true, centers));
        float common = Math.Max(bottom - top, 0) * Math.Max(right - left, 0);
        float both = Area(a, centers) + Area(b, centers) - common;
        return common > 0 && both > 0 ? common / both : 0;
    }

    internal static float Area(ReadOnlySpan<float> box, bool centers) =>
        (Corner(box, 0, true, centers) - Corner(box, 0, false, centers)) * (Corner(box, 1, true, centers) - Corner(box, 1, false, centers));

    // The lower or upper end of a box along an axis; corners come in any order.
    internal static float Corner(ReadOnlySpan<float> box, int axis, bool upper, bool centers)
    {
        if (centers)
        {
            return upper ? box[axis] + (box[axis + 2] / 2) : box[axis] - (box[axis + 2] / 2);
        }

        return upper ? Math.Max(box[axis], box[axis + 2]) : Math.Min(box[axis], box[axis + 2]);
    }
}
