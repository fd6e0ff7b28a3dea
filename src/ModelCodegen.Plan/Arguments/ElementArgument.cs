namespace ModelCodegen.Plan;

/// <summary>A reference to a strided tensor's element with all indices 0.</summary>
/// <param name="Type">The elements' type; truth values are passed as bytes.</param>
/// <param name="Location">Where the element is.</param>
public sealed record ElementArgument(ElementType Type, Location Location) : Argument
{
    /// <inheritdoc/>
    public override string ToString() => "ref " + Type.ToString().ToLowerInvariant() + " " + Location;
}
