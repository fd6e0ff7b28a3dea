namespace ModelCodegen.Generator.Emit;

/// <summary>
/// How accumulators become bytes, up to packing. The kernel's <c>low</c> and <c>high</c> are the least and the largest
/// result, less the zero point, as floats: a bound in floats is exact, since both are whole numbers.
/// </summary>
internal static class Requantization
{
    /// <summary>Declares what is known of the input only at run time: <c>inputScale</c> and <c>inputZeroPoint</c>.</summary>
    public static void InputRange(IndentedWriter w)
    {
        w.Line("float inputScale = Unsafe.ReadUnaligned<float>(ref range);");
        w.Line("int inputZeroPoint = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref range, 4));");
    }

    /// <summary>Declares the vectors that rounding and packing need: <c>highs</c>, <c>lows</c>, <c>zeros</c>.</summary>
    /// <param name="w">Takes the code.</param>
    /// <param name="isa">The instruction set.</param>
    /// <param name="saturating">Whether packing saturates, see <see cref="Isa.SaturatingPack"/>.</param>
    public static void Bounds(IndentedWriter w, Isa isa, bool saturating)
    {
        string v = isa.V;
        w.Line($"{v}<float> highs = {v}.Create(high);");
        if (saturating)
        {
            w.Line($"{v}<short> zeros = {v}.Create((short)zeroPoint);");

            // A cast saturates, for which crossgen takes an instruction of AVX10.2 as soon as it may use AVX-512; then the kernel's code is refused elsewhere.
            w.Line($"{v}<byte> lows = {v}.Create((byte)(Sse2.ConvertToInt32(Vector128.CreateScalarUnsafe(low)) + zeroPoint));");
            return;
        }

        w.Line($"{v}<float> lows = {v}.Create(low);");
        w.Line($"{v}<int> zeros = {v}.Create(zeroPoint);");
    }

    /// <summary>Declares the vectors that <see cref="Quantize"/> needs: <c>highs</c>, <c>lows</c>, <c>outputScales</c>.</summary>
    public static void FloatBounds(IndentedWriter w, Isa isa)
    {
        w.Line($"{isa.V}<float> highs = {isa.V}.Create(high);");
        w.Line($"{isa.V}<float> lows = {isa.V}.Create(low);");
        w.Line($"{isa.V}<float> outputScales = {isa.V}.Create(outputScale);");
    }

    /// <summary>The nearest integer of a symmetric code.</summary>
    public static string Quantize(Isa isa, string real) => isa.Round(isa.Min("highs", isa.Max("lows", $"{real} / outputScales")));

    /// <summary>The rounded result; where packing saturates, still without the zero point.</summary>
    public static string Round(Isa isa, string scaled, bool saturating) => saturating
        ? isa.Round(isa.Min("highs", scaled))
        : isa.Round(isa.Min("highs", isa.Max("lows", scaled))) + " + zeros";
}
