namespace ModelCodegen.Plan;

/// <summary>An input or output of the network.</summary>
/// <param name="Name">The name in the model, unescaped.</param>
/// <param name="Parameter">The C# name of <c>Run</c>'s parameter, with <c>@</c> before a keyword.</param>
/// <param name="Property">The C# prefix of its constants: <c>Pixels</c> gives <c>PixelsShape</c>, <c>PixelsLength</c>.</param>
/// <param name="Type">The elements' type.</param>
/// <param name="Shape">The dimensions; empty for a scalar. Of a <see cref="PortKind.Counted"/> output the largest.</param>
/// <param name="Kind">Whether the dimensions depend on data.</param>
/// <param name="Scale">Of bytes that stand for reals, <c>(byte - ZeroPoint) * Scale</c>; <see langword="null"/> for all other elements.</param>
/// <param name="ZeroPoint">The byte that stands for 0.</param>
public sealed record Port(
    string Name,
    string Parameter,
    string Property,
    ElementType Type,
    EquatableArray<int> Shape,
    PortKind Kind = PortKind.Fixed,
    float? Scale = null,
    int ZeroPoint = 0)
{
    /// <summary>The number of elements.</summary>
    public int Length
    {
        get
        {
            int length = 1;
            foreach (int extent in Shape)
            {
                length = checked(length * extent);
            }

            return length;
        }
    }
}
