namespace ModelCodegen.Plan;

/// <summary>A real number, a double in C#.</summary>
public sealed record NumberArgument(double Value) : Argument
{
    /// <inheritdoc/>
    public override string ToString() => Format(Value) + "d";
}
