using System.Collections.Generic;
using System.Linq;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Reductions of 16 lanes to one number, in the same order however many vectors hold them: lane i takes lane i + 8, then
/// i + 4, i + 2 and i + 1.
/// </summary>
internal static class ReductionFunctions
{
    /// <summary>The sum of 16 lanes, an expression.</summary>
    /// <param name="isa">The instruction set.</param>
    /// <param name="name">The vectors are called by this name and their number.</param>
    public static string Sum(Isa isa, string name) => Call(isa, "Sum", name);

    /// <summary>The largest of 16 lanes, an expression.</summary>
    /// <inheritdoc cref="Sum"/>
    public static string Largest(Isa isa, string name) => Call(isa, "Largest", name);

    public static IEnumerable<(string Name, string Code)> All() => Reduction(
        "Sum", static (a, b) => $"{a} + {b}", static (a, b) => $"{a} + {b}", static (a, b) => $"{a} + {b}").Concat(Reduction(
        "Largest", Isa.Avx2.Max, Isa.Portable.Max, static (a, b) => $"{a} > {b} ? {a} : {b}"));

    private static string Call(Isa isa, string function, string name) =>
        $"KernelMethods.{function}{isa.Lanes * 32}({string.Join(", ", Enumerable.Range(0, isa.VectorsOf16).Select(i => name + Literal.Int(i)))})";

    private static IEnumerable<(string Name, string Code)> Reduction(
        string name, System.Func<string, string, string> of256, System.Func<string, string, string> of128, System.Func<string, string, string> ofScalars)
    {
        yield return (name + "512", $"internal static float {name}512(Vector512<float> a) => KernelMethods.{name}256(a.GetLower(), a.GetUpper());");
        yield return (name + "256", $$"""
            internal static float {{name}}256(Vector256<float> a, Vector256<float> b)
            {
                Vector256<float> x = {{of256("a", "b")}};
                return KernelMethods.{{name}}Of4({{of128("x.GetLower()", "x.GetUpper()")}});
            }
            """);
        yield return (name + "128", $$"""
            internal static float {{name}}128(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
            {
                Vector128<float> x = {{of128("a", "c")}};
                Vector128<float> y = {{of128("b", "d")}};
                return KernelMethods.{{name}}Of4({{of128("x", "y")}});
            }
            """);
        yield return (name + "Of4", $$"""
            internal static float {{name}}Of4(Vector128<float> x)
            {
                Vector128<float> y = {{of128("x", "Vector128.Shuffle(x, Vector128.Create(2, 3, 0, 1))")}};
                float a = y.ToScalar();
                float b = y.GetElement(1);
                return {{ofScalars("a", "b")}};
            }
            """);
    }
}
