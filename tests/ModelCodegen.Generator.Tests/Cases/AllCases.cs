using System.Text;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>The random cases of every kind, the same in every process.</summary>
internal static class AllCases
{
    private static readonly (Func<int, KernelCase> Make, int Count)[] Kinds =
    [
        (ConvCases.Make, 120),
        (DepthwiseCases.Make, 50),
        (PoolCases.Make, 40),
        (StridedCases.Unary, 40),
        (StridedCases.Lookup, 10),
        (StridedCases.Binary, 50),
        (StridedCases.Convert, 40),
        (StridedCases.Fill, 10),
        (StridedCases.DynamicQuantize, 15),
        (StridedCases.Softmax, 20),
        (StridedCases.MatMul, 20),
    ];

    public static IReadOnlyList<KernelCase> Make(int seed) => [.. Kinds.SelectMany(kind => Enumerable.Range(0, kind.Count).Select(i => kind.Make(seed + i)))];
}
