using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>The random cases of every kind, the same in every process.</summary>
internal static class AllCases
{
    private static readonly (Func<int, KernelCase> Make, int Count)[] Kinds =
    [
        (ConvCases.Make, 90),
        (seed => ConvCases.ShortSum(seed), 36),
        (DepthwiseCases.ShortSum, 12),
        (ConvCases.Winograd, 40),
        (ConvCases.WinogradShortSum, 3),
        (DepthwiseCases.Make, 36),
        (PoolCases.Make, 30),
        (StridedCases.Unary, 24),
        (StridedCases.Lookup, 12),
        (StridedCases.LongLookup, 4),
        (StridedCases.Interleave, 16),
        (StridedCases.Binary, 30),
        (StridedCases.Convert, 48),
        (StridedCases.Transpose, 8),
        (StridedCases.Fill, 9),
        (StridedCases.DynamicQuantize, 8),
        (RowCases.Softmax, 16),
        (RowCases.Normalization, 40),
        (RecurrenceCases.Make, 40),
        (StridedCases.MatMul, 12),
    ];

    /// <summary>Some cases that multiply integers.</summary>
    public static IReadOnlyList<KernelCase> Products() =>
    [
        .. Some(ConvCases.Make, 40).Concat(Some(seed => ConvCases.ShortSum(seed), 4)).Concat(Some(ConvCases.Winograd, 4)).Concat(Some(DepthwiseCases.Make, 16))
            .Where(c => c.Step is ConvStep { InputType: not ElementType.Float32 } or DepthwiseStep { InputType: not ElementType.Float32 }),
    ];

    /// <summary>Convolutions whose weights are just beyond the limit of sums in 16 bits.</summary>
    public static IReadOnlyList<KernelCase> BeyondShortSums() => [.. Some(seed => ConvCases.ShortSum(seed, ShortSums.Limit + 1), 10)];

    public static IReadOnlyList<KernelCase> Make(int seed) => [.. Kinds.SelectMany(kind => Enumerable.Range(0, kind.Count).Select(i => kind.Make(seed + i)))];

    private static IEnumerable<KernelCase> Some(Func<int, KernelCase> make, int count) => Enumerable.Range(0, count).Select(i => make(5000 + i));
}
