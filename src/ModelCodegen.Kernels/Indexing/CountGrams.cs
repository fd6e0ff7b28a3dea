namespace ModelCodegen.Kernels;

// How often sequences of tokens occur (ONNX's TfIdfVectorizer).
internal static partial class KernelMethods
{
    // y is [rows, features]. The pool holds the grams of 1 token, then those of 2, and so on; starts says where those of
    // each length begin and, behind, where the pool ends. Gram i adds to the feature columns[i]. Tokens of a gram are up to
    // skips + 1 apart in the text. counts: whether the number of occurrences counts, or only that there are some;
    // weights, one a feature, scale the result.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CountGrams<TToken>(
        ReadOnlySpan<TToken> x, ReadOnlySpan<long> pool, ReadOnlySpan<float> weights, Span<float> y, ReadOnlySpan<int> starts, ReadOnlySpan<int> columns, int features, int shortest, int longest, int skips, bool counts)
        where TToken : unmanaged, INumberBase<TToken>
    {
        y.Clear();
        int rows = y.Length / features;
        int length = x.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<TToken> text = x.Slice(row * length, length);
            Span<float> result = y.Slice(row * features, features);
            int gram = 0;
            for (int size = 1; size < starts.Length; size++)
            {
                for (int at = starts[size - 1]; at < starts[size]; at += size, gram++)
                {
                    if (size >= shortest && size <= longest)
                    {
                        result[columns[gram]] += OccurrencesOf(text, pool.Slice(at, size), skips);
                    }
                }
            }

            for (int i = 0; i < features; i++)
            {
                result[i] = (counts || result[i] == 0 ? result[i] : 1) * weights[i];
            }
        }
    }

    // A single token has nothing to skip.
    internal static int OccurrencesOf<TToken>(ReadOnlySpan<TToken> text, ReadOnlySpan<long> gram, int skips)
        where TToken : unmanaged, INumberBase<TToken>
    {
        int occurrences = 0;
        int farthest = gram.Length == 1 ? 1 : skips + 1;
        for (int distance = 1; distance <= farthest; distance++)
        {
            for (long start = 0; start + ((gram.Length - 1) * (long)distance) < text.Length; start++)
            {
                int matched = 0;
                while (matched < gram.Length && long.CreateTruncating(text[(int)start + (matched * distance)]) == gram[matched])
                {
                    matched++;
                }

                occurrences += matched == gram.Length ? 1 : 0;
            }
        }

        return occurrences;
    }
}
