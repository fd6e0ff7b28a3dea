using System;

namespace ModelCodegen.Plan;

/// <summary>A unary function with its parameters, alone or as the last act of another step.</summary>
/// <param name="Function">Which function.</param>
/// <param name="A">Its first parameter, 0 where it has none.</param>
/// <param name="B">Its second parameter, 0 where it has none.</param>
public sealed record Activation(UnaryFunction Function, float A = 0, float B = 0)
{
    /// <summary>No activation.</summary>
    public static readonly Activation None = new Activation(UnaryFunction.Identity);

    /// <summary>max(x, 0).</summary>
    public static readonly Activation Relu = new Activation(UnaryFunction.Clip, 0, float.PositiveInfinity);

    /// <summary>Whether this does nothing.</summary>
    public bool IsNone => Function == UnaryFunction.Identity;
}
