using System.Globalization;

namespace ModelCodegen.Plan;

/// <summary>A tensor in row-major order without gaps, as span.</summary>
/// <param name="Type">The elements' type; truth values are passed as bytes.</param>
/// <param name="Location">Where it begins.</param>
/// <param name="Length">Its elements.</param>
/// <param name="IsWritten">Whether the kernel writes it.</param>
public sealed record SpanArgument(ElementType Type, Location Location, int Length, bool IsWritten) : Argument
{
    /// <inheritdoc/>
    public override string ToString() =>
        (IsWritten ? "write " : "read ") + Type.ToString().ToLowerInvariant() + " " + Location + " x" + Length.ToString(CultureInfo.InvariantCulture);
}
