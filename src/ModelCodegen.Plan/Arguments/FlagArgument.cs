namespace ModelCodegen.Plan;

/// <summary>A truth value.</summary>
public sealed record FlagArgument(bool Value) : Argument
{
    /// <inheritdoc/>
    public override string ToString() => Value ? "true" : "false";
}
