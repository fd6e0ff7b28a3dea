using System.Text;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>The random cases of every kind, the same in every process.</summary>
internal static class AllCases
{
    private static readonly (Func<int, KernelCase> Make, int Count)[] Kinds =
    [
        (ConvCases.Make, 60),
        (DepthwiseCases.Make, 24),
        (PoolCases.Make, 30),
        (StridedCases.Unary, 24),
        (StridedCases.Lookup, 12),
        (StridedCases.Binary, 30),
        (StridedCases.Convert, 30),
        (StridedCases.Transpose, 8),
        (StridedCases.Fill, 6),
        (StridedCases.DynamicQuantize, 8),
        (RowCases.Softmax, 16),
        (RowCases.Normalization, 40),
        (RecurrenceCases.Make, 40),
        (StridedCases.MatMul, 12),
    ];

    public static IReadOnlyList<KernelCase> Make(int seed) => [.. Kinds.SelectMany(kind => Enumerable.Range(0, kind.Count).Select(i => kind.Make(seed + i)))];
}
