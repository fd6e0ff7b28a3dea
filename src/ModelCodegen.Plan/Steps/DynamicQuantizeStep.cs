namespace ModelCodegen.Plan;

/// <summary>
/// Quantizes a strided float tensor to bytes with a scale and zero point of its own, as ONNX's DynamicQuantizeLinear:
/// <c>lo = min(0, min x)</c>, <c>hi = max(0, max x)</c>, <c>scale = (hi - lo) / 255</c> (1 where hi = lo),
/// <c>zeroPoint = clamp(round_half_even((0 - lo) / scale), 0, 255)</c>,
/// <c>y = clamp(round_half_even(x / scale) + zeroPoint, 0, 255)</c>; NaN elements are ignored by the range and give the
/// zero point. Before the elements are written the whole destination buffer, border included, is filled with the
/// zero point.
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Input">The element with all indices 0.</param>
/// <param name="Output">The element with all indices 0.</param>
/// <param name="Parameters">8 bytes of the arena: the scale as float, then the zero point as int32.</param>
/// <param name="Extents">The loops, outermost first, at least one; adjacent loops have been merged.</param>
/// <param name="StridesInput">Per loop, elements.</param>
/// <param name="StridesOutput">Per loop, elements.</param>
/// <param name="Buffer">Where the destination's buffer begins.</param>
/// <param name="BufferBytes">Its length; 0 where it has no border and needs no filling.</param>
public sealed record DynamicQuantizeStep(
    string Node,
    Location Input,
    Location Output,
    Location Parameters,
    EquatableArray<int> Extents,
    EquatableArray<int> StridesInput,
    EquatableArray<int> StridesOutput,
    Location Buffer,
    int BufferBytes)
    : Step(Node);
