using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelCodegen.Generator.Tests;

/// <summary>
/// Instructions that this machine need not have, or .NET not yet, done element by element: classes of the same names, which
/// the compiler prefers to those of .NET.
/// </summary>
/// <param name="Name">For messages.</param>
/// <param name="Symbols">Preprocessor symbols.</param>
/// <param name="Source">The classes.</param>
internal sealed record EmulatedProcessor(string Name, string[] Symbols, string Source)
{
    private const string Dot = """
            // 4 products per lane, summed up modulo 2^32.
            internal static void Dot(System.Span<int> sums, System.ReadOnlySpan<byte> left, System.ReadOnlySpan<sbyte> right)
            {
                for (int i = 0; i < right.Length; i++)
                {
                    sums[i / 4] += left[i] * right[i];
                }
            }
        """;

    private const string X86 = $$"""
        namespace System.Runtime.Intrinsics.X86
        {
            internal static class AvxVnni
            {
                internal static bool IsSupported => true;

                internal static Vector256<int> MultiplyWideningAndAdd(Vector256<int> sum, Vector256<byte> left, Vector256<sbyte> right)
                {
                    System.Span<int> sums = stackalloc int[8];
                    System.Span<byte> a = stackalloc byte[32];
                    System.Span<sbyte> b = stackalloc sbyte[32];
                    sum.CopyTo(sums);
                    left.CopyTo(a);
                    right.CopyTo(b);
                    Dot(sums, a, b);
                    return Vector256.Create<int>(sums);
                }

                internal static Vector128<int> MultiplyWideningAndAdd(Vector128<int> sum, Vector128<byte> left, Vector128<sbyte> right)
                {
                    System.Span<int> sums = stackalloc int[4];
                    System.Span<byte> a = stackalloc byte[16];
                    System.Span<sbyte> b = stackalloc sbyte[16];
                    sum.CopyTo(sums);
                    left.CopyTo(a);
                    right.CopyTo(b);
                    Dot(sums, a, b);
                    return Vector128.Create<int>(sums);
                }

        {{Dot}}

                internal static class V512
                {
                    internal static bool IsSupported => WIDE;

                    internal static Vector512<int> MultiplyWideningAndAdd(Vector512<int> sum, Vector512<byte> left, Vector512<sbyte> right)
                    {
                        System.Span<int> sums = stackalloc int[16];
                        System.Span<byte> a = stackalloc byte[64];
                        System.Span<sbyte> b = stackalloc sbyte[64];
                        sum.CopyTo(sums);
                        left.CopyTo(a);
                        right.CopyTo(b);
                        Dot(sums, a, b);
                        return Vector512.Create<int>(sums);
                    }
                }
            }
        }
        """;

    private const string Arm = """
        namespace System.Runtime.Intrinsics.Arm
        {
            internal static class Dp
            {
                internal static bool IsSupported => true;

                internal static Vector128<int> DotProduct(Vector128<int> sum, Vector128<sbyte> left, Vector128<sbyte> right)
                {
                    System.Span<int> sums = stackalloc int[4];
                    System.Span<sbyte> a = stackalloc sbyte[16];
                    System.Span<sbyte> b = stackalloc sbyte[16];
                    sum.CopyTo(sums);
                    left.CopyTo(a);
                    right.CopyTo(b);
                    for (int i = 0; i < 16; i++)
                    {
                        sums[i / 4] += a[i] * b[i];
                    }

                    return Vector128.Create<int>(sums);
                }
            }
        }
        """;

    private const string AdvSimd = """
        namespace System.Runtime.Intrinsics.Arm
        {
            internal static class AdvSimd
            {
                internal static bool IsSupported => true;

                internal static Vector128<float> FusedMultiplyAdd(Vector128<float> sum, Vector128<float> left, Vector128<float> right)
                {
                    for (int i = 0; i < 4; i++)
                    {
                        sum = sum.WithElement(i, System.MathF.FusedMultiplyAdd(left.GetElement(i), right.GetElement(i), sum.GetElement(i)));
                    }

                    return sum;
                }

                internal static Vector128<int> MultiplyWideningLower(Vector64<short> left, Vector64<short> right) => Vector128.Create(
                    left.GetElement(0) * right.GetElement(0), left.GetElement(1) * right.GetElement(1),
                    left.GetElement(2) * right.GetElement(2), left.GetElement(3) * right.GetElement(3));

                internal static Vector128<int> MultiplyWideningUpper(Vector128<short> left, Vector128<short> right) =>
                    MultiplyWideningLower(left.GetUpper(), right.GetUpper());

                internal static class Arm64
                {
                    internal static bool IsSupported => true;

                    internal static Vector128<int> AddPairwise(Vector128<int> left, Vector128<int> right) => Vector128.Create(
                        left.GetElement(0) + left.GetElement(1), left.GetElement(2) + left.GetElement(3),
                        right.GetElement(0) + right.GetElement(1), right.GetElement(2) + right.GetElement(3));
                }
            }
        }
        """;

    private const string Wasm = """
        namespace System.Runtime.Intrinsics.Wasm
        {
            internal static class PackedSimd
            {
                internal static bool IsSupported => true;

                internal static Vector128<int> Dot(Vector128<short> left, Vector128<short> right)
                {
                    System.Span<int> sums = stackalloc int[4];
                    System.Span<short> a = stackalloc short[8];
                    System.Span<short> b = stackalloc short[8];
                    sums.Clear();
                    left.CopyTo(a);
                    right.CopyTo(b);
                    for (int i = 0; i < 8; i++)
                    {
                        sums[i / 2] += a[i] * b[i];
                    }

                    return Vector128.Create<int>(sums);
                }
            }
        }
        """;

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<EmulatedProcessor> All =
    [
        new("AvxVnni", [], X86.Replace("WIDE", "false", StringComparison.Ordinal)),
        new("AvxVnniV512", ["NET11_0_OR_GREATER"], X86.Replace("WIDE", "true", StringComparison.Ordinal)),
        new("ArmDp", [], Arm + AdvSimd),
        new("Wasm", [], Wasm),
    ];

    /// <summary>Compiles for it.</summary>
    public CSharpCompilation Compile(CSharpCompilation compilation)
    {
        var parse = ((CSharpParseOptions)compilation.SyntaxTrees[0].Options).WithPreprocessorSymbols(Symbols);
        return compilation
            .RemoveAllSyntaxTrees()
            .AddSyntaxTrees(compilation.SyntaxTrees.Select(tree => CSharpSyntaxTree.ParseText(tree.GetText(), parse, tree.FilePath)))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(Source, parse))
            .WithOptions(compilation.Options.WithSpecificDiagnosticOptions([KeyValuePair.Create("CS0436", ReportDiagnostic.Suppress)]));
    }
}
