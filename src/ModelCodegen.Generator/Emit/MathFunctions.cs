using System.Collections.Generic;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Elementary functions of float vectors, made of additions, products and divisions in one order: the same bits on
/// every instruction set, within about 2 units in the last place (erf and what is made of it within 2e-7).
/// </summary>
internal static class MathFunctions
{
    public static IEnumerable<(string Name, string Code)> For(Isa isa)
    {
        string v = isa.V;
        string f = v + "<float>";
        int bits = isa.Lanes * 32;
        yield return ($"LeakyRelu{bits}", $"""
            internal static {f} LeakyRelu{bits}({f} x, {f} slope) => {v}.ConditionalSelect({v}.LessThan(x, {f}.Zero), slope * x, x);
            """);

        // exp(x) = 2^n * exp(r), n the nearest integer to x / ln 2; ln 2 is split so that n times its first part is
        // exact. The series of exp(r), |r| < 0.35, ends at r^7. 2^n is applied in two parts, for denormal results.
        yield return ($"Exp{bits}", $$"""
            internal static {{f}} Exp{{bits}}({{f}} value)
            {
                {{f}} x = {{isa.Min($"{v}.Create(89f)", isa.Max($"{v}.Create(-104f)", "value"))}};
                {{f}} shifted = x * {{v}}.Create(1.44269504f) + {{v}}.Create(12582912f);
                {{v}}<int> n = shifted.AsInt32() - {{v}}.Create(0x4B400000);
                {{f}} whole = shifted - {{v}}.Create(12582912f);
                {{f}} r = (x - whole * {{v}}.Create(0.693359375f)) - whole * {{v}}.Create(-0.000212194442f);
                {{f}} series = r * {{v}}.Create(0.000198412701f) + {{v}}.Create(0.00138888892f);
                series = series * r + {{v}}.Create(0.00833333377f);
                series = series * r + {{v}}.Create(0.0416666679f);
                series = series * r + {{v}}.Create(0.166666672f);
                series = series * r + {{v}}.Create(0.5f);
                series = (series * r) * r + r + {{v}}.Create(1f);
                {{v}}<int> half = {{v}}.ShiftRightArithmetic(n, 1);
                {{f}} first = {{v}}.ShiftLeft(half + {{v}}.Create(127), 23).AsSingle();
                {{f}} second = {{v}}.ShiftLeft(n - half + {{v}}.Create(127), 23).AsSingle();
                return {{v}}.ConditionalSelect({{v}}.Equals(value, value), series * first * second, value);
            }
            """);
        yield return ($"Sigmoid{bits}", $$"""
            internal static {{f}} Sigmoid{{bits}}({{f}} x) => {{v}}.Create(1f) / ({{v}}.Create(1f) + KernelMethods.Exp{{bits}}(-x));
            """);
        yield return ($"Silu{bits}", $$"""
            internal static {{f}} Silu{{bits}}({{f}} x) => x * KernelMethods.Sigmoid{{bits}}(x);
            """);
        yield return ($"HardSwish{bits}", $$"""
            internal static {{f}} HardSwish{{bits}}({{f}} x) => x * {{isa.Min($"{v}.Create(1f)", isa.Max($"{f}.Zero", $"x / {v}.Create(6f) + {v}.Create(0.5f)"))}};
            """);

        // Small arguments by the series; others by Abramowitz and Stegun's 7.1.26, within 1.5e-7.
        yield return ($"Erf{bits}", $$"""
            internal static {{f}} Erf{{bits}}({{f}} x)
            {
                {{f}} size = {{v}}.Abs(x);
                {{f}} t = {{v}}.Create(1f) / ({{v}}.Create(1f) + size * {{v}}.Create(0.3275911f));
                {{f}} tail = t * {{v}}.Create(1.06140543f) + {{v}}.Create(-1.45315203f);
                tail = tail * t + {{v}}.Create(1.42141374f);
                tail = tail * t + {{v}}.Create(-0.284496736f);
                tail = tail * t + {{v}}.Create(0.254829592f);
                {{f}} large = {{v}}.Create(1f) - (tail * t) * KernelMethods.Exp{{bits}}(-(size * size));
                {{f}} square = x * x;
                {{f}} series = square * {{v}}.Create(-0.000854832673f) + {{v}}.Create(0.00522397761f);
                series = series * square + {{v}}.Create(-0.0268661715f);
                series = series * square + {{v}}.Create(0.112837918f);
                series = series * square + {{v}}.Create(-0.376126379f);
                series = series * square + {{v}}.Create(1.12837923f);
                {{f}} sign = x & {{v}}.Create(-0f);
                return {{v}}.ConditionalSelect({{v}}.LessThan(size, {{v}}.Create(0.6f)), x * series, large | sign);
            }
            """);
        yield return ($"Gelu{bits}", $$"""
            internal static {{f}} Gelu{{bits}}({{f}} x) => (x * {{v}}.Create(0.5f)) * ({{v}}.Create(1f) + KernelMethods.Erf{{bits}}(x * {{v}}.Create(0.707106769f)));
            """);

        // Small arguments by the series, whose terms shrink by (2x/pi)^2 each; others by exp.
        yield return ($"Tanh{bits}", $$"""
            internal static {{f}} Tanh{{bits}}({{f}} x)
            {
                {{f}} size = {{v}}.Abs(x);
                {{f}} large = {{v}}.Create(1f) - {{v}}.Create(2f) / (KernelMethods.Exp{{bits}}(size + size) + {{v}}.Create(1f));
                {{f}} square = x * x;
                {{f}} series = square * {{v}}.Create(0.00359212803f) + {{v}}.Create(-0.00886323582f);
                series = series * square + {{v}}.Create(0.0218694881f);
                series = series * square + {{v}}.Create(-0.0539682545f);
                series = series * square + {{v}}.Create(0.13333334f);
                series = series * square + {{v}}.Create(-0.333333343f);
                {{f}} small = x + (x * square) * series;
                {{f}} sign = x & {{v}}.Create(-0f);
                return {{v}}.ConditionalSelect({{v}}.LessThan(size, {{v}}.Create(0.4f)), small, large | sign);
            }
            """);
    }
}
