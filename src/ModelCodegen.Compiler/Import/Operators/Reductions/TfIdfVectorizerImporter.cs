using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using AttributeType = ModelCodegen.Compiler.Import.Protobuf.AttributeProto.Types.AttributeType;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>TfIdfVectorizer of integers, since operator set 9.</summary>
internal static class TfIdfVectorizerImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        if (node.Find("pool_int64s", AttributeType.Ints) is not { } pool)
        {
            throw node.Unsupported("TfIdfVectorizer is only supported on integers");
        }

        string mode = node.Text("mode", "");
        ImmutableArray<int> counts = node.Ints("ngram_counts");
        ImmutableArray<int> columns = node.Ints("ngram_indexes");
        if (counts.IsDefaultOrEmpty || columns.IsDefaultOrEmpty || columns.Any(column => column < 0) || mode is not ("TF" or "IDF" or "TFIDF"))
        {
            throw node.Invalid("the attribute 'ngram_counts', 'ngram_indexes' or 'mode' is missing or wrong");
        }

        ImmutableArray<int> starts = [.. counts, pool.Ints.Count];
        if (starts[0] != 0 || !starts.SequenceEqual(starts.Order()) || Grams(starts) != columns.Length)
        {
            throw node.Invalid($"a pool of {pool.Ints.Count} tokens, cut at [{string.Join(",", counts)}], does not hold {columns.Length} grams");
        }

        var weights = new float[columns.Max() + 1];
        float[]? given = node.Find("weights", AttributeType.Floats)?.Floats.ToArray();
        if (given is not null && given.Length != columns.Length)
        {
            throw node.Invalid($"there are {given.Length} weights for {columns.Length} grams");
        }

        for (int i = 0; i < columns.Length; i++)
        {
            weights[columns[i]] = given is null || mode == "TF" ? 1 : given[i];
        }

        var count = new CountGrams(
            starts, columns, node.Int("min_gram_length", 1), node.Int("max_gram_length", 1), node.Int("max_skip_count", 0), mode != "IDF");
        if (count.Shortest < 1 || count.Longest < count.Shortest || count.Longest > counts.Length || count.Skips < 0)
        {
            throw node.Invalid("the attribute 'min_gram_length', 'max_gram_length' or 'max_skip_count' is wrong");
        }

        node.Emit(
            count,
            [
                node.Inputs[0],
                node.Constant("pool", Tensor.Create([pool.Ints.Count], pool.Ints.ToArray())),
                node.Constant("weights", Tensor.Create([weights.Length], weights)),
            ]);
    }

    // -1 where a part of the pool is no whole number of grams.
    private static int Grams(ImmutableArray<int> starts)
    {
        int grams = 0;
        for (int size = 1; size < starts.Length; size++)
        {
            int tokens = starts[size] - starts[size - 1];
            if (tokens % size != 0)
            {
                return -1;
            }

            grams += tokens / size;
        }

        return grams;
    }
}
