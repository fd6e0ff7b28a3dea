namespace ModelCodegen.Plan;

/// <summary>
/// Copies a strided tensor into another layout, another type or another quantization. Strides may be 0 or negative.
/// <list type="bullet">
/// <item>Same type and no ratio: elements are copied as they are (any type).</item>
/// <item>Float32 to UInt8 or Int16: <c>clamp(round_half_even(x / Scale) + OutputZeroPoint, Low, High)</c>, a division; NaN gives
/// the zero point.</item>
/// <item>UInt8 or Int16 to Float32: <c>float(x - InputZeroPoint) * Scale</c>.</item>
/// <item>UInt8 or Int16 to UInt8 or Int16 with a <see cref="Scale"/> other than 0 (input scale / output scale):
/// <c>clamp(round_half_even(float(x - InputZeroPoint) * Scale) + OutputZeroPoint, Low, High)</c>.</item>
/// </list>
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Description">What is done, for the comment: for example <c>Quantize</c>, <c>Transpose</c>.</param>
/// <param name="InputType">The type read.</param>
/// <param name="OutputType">The type written.</param>
/// <param name="Input">The element with all indices 0.</param>
/// <param name="Output">The element with all indices 0.</param>
/// <param name="Extents">The loops, outermost first, at least one; adjacent loops have been merged.</param>
/// <param name="StridesInput">Per loop, elements.</param>
/// <param name="StridesOutput">Per loop, elements.</param>
/// <param name="Scale">See above; 0 for a plain copy.</param>
/// <param name="InputZeroPoint">0 to 255; 0 for Int16.</param>
/// <param name="OutputZeroPoint">0 to 255; 0 for Int16.</param>
/// <param name="Low">The least output value of Int16; 0 for UInt8.</param>
/// <param name="High">The largest output value of Int16; 255 for UInt8.</param>
public sealed record ConvertStep(
    string Node,
    string Description,
    ElementType InputType,
    ElementType OutputType,
    Location Input,
    Location Output,
    EquatableArray<int> Extents,
    EquatableArray<int> StridesInput,
    EquatableArray<int> StridesOutput,
    float Scale = 0,
    int InputZeroPoint = 0,
    int OutputZeroPoint = 0,
    int Low = 0,
    int High = 255)
    : Step(Node);
