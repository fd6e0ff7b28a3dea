using System.Globalization;

namespace ModelCodegen.Plan;

/// <summary>A whole number.</summary>
public sealed record IntegerArgument(int Value) : Argument
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
