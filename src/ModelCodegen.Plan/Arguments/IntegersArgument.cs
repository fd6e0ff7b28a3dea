using System.Globalization;
using System.Linq;

namespace ModelCodegen.Plan;

/// <summary>A list of whole numbers.</summary>
public sealed record IntegersArgument(EquatableArray<int> Values) : Argument
{
    /// <inheritdoc/>
    public override string ToString() => "[" + string.Join(",", Values.Select(value => value.ToString(CultureInfo.InvariantCulture))) + "]";
}
