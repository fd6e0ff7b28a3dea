namespace ModelCodegen.Plan;

/// <summary>Writes one value into every element of a strided region: a border, or the padding of a Pad node.</summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Type">The elements' type: UInt8, Int16 or Float32.</param>
/// <param name="Output">The first element.</param>
/// <param name="Extents">The loops, outermost first, at least one; adjacent loops have been merged.</param>
/// <param name="Strides">Per loop, elements; the last is 1.</param>
/// <param name="Value">The value; a whole number for UInt8 and Int16.</param>
public sealed record FillStep(
    string Node,
    ElementType Type,
    Location Output,
    EquatableArray<int> Extents,
    EquatableArray<int> Strides,
    float Value)
    : Step(Node);
