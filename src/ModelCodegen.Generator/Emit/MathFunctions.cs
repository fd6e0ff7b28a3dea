using System.Collections.Generic;
using System.Linq;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Elementary functions of float vectors, made of fused multiply-adds and divisions in one order: the same bits on every
/// instruction set, within a few units in the last place (GELU within 2e-7 of its argument).
/// </summary>
internal static class MathFunctions
{
    // All coefficients are those of the least largest relative error, found by iteratively reweighted least squares.
    // exp(r) = 1 + r + r^2 q(r) for |r| < 0.3466; the largest relative error is 3e-9.
    private static readonly string[] ExpSeries = ["0.0013814602f", "0.008368716f", "0.04166839f", "0.16666521f", "0.49999994f", "1f", "1f"];

    // tanh(x) = x p(x^2) / q(x^2) for |x| < 8, where tanh is 1 but for 2e-7; the largest relative error is 7e-9.
    private static readonly string[] TanhNumerator = ["1.523038e-08f", "2.1894635e-05f", "0.0035715965f", "0.13444497f", "1f"];

    private static readonly string[] TanhDenominator = ["8.5224315e-07f", "0.00034112894f", "0.026164437f", "0.46777824f", "1f"];

    // erf(x) = x p(x^2) / q(x^2) for |x| < 3.84, where erf is 1 to a float's last place; the largest relative error is 1.4e-8.
    private static readonly string[] ErfNumerator = ["2.1167425e-06f", "0.00028582578f", "0.0036617941f", "0.052444607f", "0.18756025f", "1.1283791f"];

    private static readonly string[] ErfDenominator = ["3.8826627e-05f", "0.0011433222f", "0.014760587f", "0.11299808f", "0.49955383f", "1f"];

    public static IEnumerable<(string Name, string Code)> For(Isa isa)
    {
        string v = isa.V;
        string f = v + "<float>";
        int bits = isa.Lanes * 32;
        yield return ($"LeakyRelu{bits}", $"""
            internal static {f} LeakyRelu{bits}({f} x, {f} slope) => {v}.ConditionalSelect({v}.LessThan(x, {f}.Zero), slope * x, x);
            """);

        // 2^n in two parts, so that a denormal result is rounded once.
        yield return ($"Scale{bits}", $$"""
            internal static {{f}} Scale{{bits}}({{f}} x, {{v}}<int> n)
            {
                {{v}}<int> half = n >> 1;
                {{f}} first = ((half + {{v}}.Create(127)) << 23).AsSingle();
                {{f}} second = ((n - half + {{v}}.Create(127)) << 23).AsSingle();
                return x * first * second;
            }
            """);

        // exp(x) = 2^n * exp(r), n the nearest integer to x / ln 2; ln 2 is split so that n times its first part is exact.
        yield return ($"Exp{bits}", $$"""
            internal static {{f}} Exp{{bits}}({{f}} x)
            {
                x = {{isa.Min($"{v}.Create(89f)", isa.Max($"{v}.Create(-104f)", "x"))}};
                {{f}} shifted = {{isa.ExactFusedMultiplyAdd("x", $"{v}.Create(1.44269504f)", $"{v}.Create(12582912f)")}};
                {{f}} n = shifted - {{v}}.Create(12582912f);
                {{f}} r = {{isa.ExactFusedMultiplyAdd("n", $"{v}.Create(-0.693359375f)", "x")}};
                r = {{isa.ExactFusedMultiplyAdd("n", $"{v}.Create(0.000212194442f)", "r")}};
            {{Polynomial(isa, "series", "r", ExpSeries)}}
                return {{isa.Scale("series", "n", $"shifted.AsInt32() - {v}.Create(0x4B400000)")}};
            }
            """);
        yield return ($"Sigmoid{bits}", $$"""
            internal static {{f}} Sigmoid{{bits}}({{f}} x) => {{v}}.Create(1f) / ({{v}}.Create(1f) + KernelMethods.Exp{{bits}}(-x));
            """);
        yield return ($"Silu{bits}", $$"""
            internal static {{f}} Silu{{bits}}({{f}} x) => x / ({{v}}.Create(1f) + KernelMethods.Exp{{bits}}(-x));
            """);
        yield return ($"HardSwish{bits}", $$"""
            internal static {{f}} HardSwish{{bits}}({{f}} x) => x * {{isa.Min($"{v}.Create(1f)", isa.Max($"{f}.Zero", isa.ExactFusedMultiplyAdd("x", $"{v}.Create(0.166666672f)", $"{v}.Create(0.5f)")))}};
            """);
        yield return ($"Erf{bits}", $$"""
            internal static {{f}} Erf{{bits}}({{f}} x)
            {
                x = {{isa.Min($"{v}.Create(3.84f)", isa.Max($"{v}.Create(-3.84f)", "x"))}};
                {{f}} square = x * x;
            {{Polynomial(isa, "numerator", "square", ErfNumerator)}}
            {{Polynomial(isa, "denominator", "square", ErfDenominator)}}
                return {{isa.Min($"{v}.Create(1f)", isa.Max($"{v}.Create(-1f)", "x * numerator / denominator"))}};
            }
            """);
        yield return ($"Gelu{bits}", $$"""
            internal static {{f}} Gelu{{bits}}({{f}} x)
            {
                {{f}} half = x * {{v}}.Create(0.5f);
                return {{isa.ExactFusedMultiplyAdd("half", $"KernelMethods.Erf{bits}(x * {v}.Create(0.707106769f))", "half")}};
            }
            """);
        yield return ($"Tanh{bits}", $$"""
            internal static {{f}} Tanh{{bits}}({{f}} x)
            {
                x = {{isa.Min($"{v}.Create(8f)", isa.Max($"{v}.Create(-8f)", "x"))}};
                {{f}} square = x * x;
            {{Polynomial(isa, "numerator", "square", TanhNumerator)}}
            {{Polynomial(isa, "denominator", "square", TanhDenominator)}}
                return x * numerator / denominator;
            }
            """);
    }

    // Statements that evaluate a polynomial, highest power first, by Horner's rule.
    private static string Polynomial(Isa isa, string name, string x, string[] coefficients)
    {
        string Constant(string value) => $"{isa.V}.Create({value})";
        return string.Join(
            "\n",
            coefficients.Skip(2)
                .Select(c => $"    {name} = {isa.ExactFusedMultiplyAdd(name, x, Constant(c))};")
                .Prepend($"    {isa.V}<float> {name} = {isa.ExactFusedMultiplyAdd(x, Constant(coefficients[0]), Constant(coefficients[1]))};"));
    }
}
