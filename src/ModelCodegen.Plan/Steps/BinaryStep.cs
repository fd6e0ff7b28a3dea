namespace ModelCodegen.Plan;

/// <summary>
/// An elementwise function of two strided tensors (broadcasting is a stride of 0).
/// <para>Float32: <c>activation(f(a, b))</c>.</para>
/// <para>UInt8, in exactly this order of single-precision operations: Add and Sub:
/// <c>t = float(a - ZeroPointA) * RatioA ± float(b - ZeroPointB) * RatioB</c> (two products, rounded, then the sum; no
/// fused multiply-add); Mul: <c>t = float((a - ZeroPointA) * (b - ZeroPointB)) * RatioA</c>; the result is
/// <c>clamp(round_half_even(t) + OutputZeroPoint, Low, High)</c>. Other functions are not defined on UInt8.</para>
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Function">The function.</param>
/// <param name="Type">UInt8 or Float32, of both inputs and the output.</param>
/// <param name="A">The first operand.</param>
/// <param name="B">The second operand.</param>
/// <param name="Output">The result.</param>
/// <param name="Extents">The loops, outermost first, at least one; adjacent loops have been merged.</param>
/// <param name="StridesA">Per loop, elements; 0 repeats.</param>
/// <param name="StridesB">Per loop, elements; 0 repeats.</param>
/// <param name="StridesOutput">Per loop, elements.</param>
/// <param name="Activation">Applied to a Float32 output; none for UInt8.</param>
/// <param name="ZeroPointA">UInt8: 0 to 255.</param>
/// <param name="RatioA">UInt8: scale of a / output scale; for Mul scale of a * scale of b / output scale.</param>
/// <param name="ZeroPointB">UInt8: 0 to 255.</param>
/// <param name="RatioB">UInt8: scale of b / output scale.</param>
/// <param name="OutputZeroPoint">UInt8: 0 to 255.</param>
/// <param name="Low">UInt8: the least output value.</param>
/// <param name="High">UInt8: the largest output value.</param>
public sealed record BinaryStep(
    string Node,
    BinaryFunction Function,
    ElementType Type,
    Location A,
    Location B,
    Location Output,
    EquatableArray<int> Extents,
    EquatableArray<int> StridesA,
    EquatableArray<int> StridesB,
    EquatableArray<int> StridesOutput,
    Activation Activation,
    int ZeroPointA = 0,
    float RatioA = 1,
    int ZeroPointB = 0,
    float RatioB = 1,
    int OutputZeroPoint = 0,
    int Low = 0,
    int High = 255)
    : Step(Node);
