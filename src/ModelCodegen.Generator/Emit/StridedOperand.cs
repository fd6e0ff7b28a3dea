using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>One tensor of a strided loop.</summary>
/// <param name="Name">Its name in the kernel.</param>
/// <param name="Location">Where it begins.</param>
/// <param name="Size">Bytes of an element, 1 or 4.</param>
/// <param name="Strides">Per loop, elements.</param>
internal sealed record StridedOperand(string Name, Location Location, int Size, EquatableArray<int> Strides)
{
    /// <summary>How the innermost loop steps.</summary>
    public InnerStep Step => Strides[Strides.Count - 1] switch
    {
        1 => InnerStep.Unit,
        0 => InnerStep.Zero,
        _ => InnerStep.General,
    };
}
