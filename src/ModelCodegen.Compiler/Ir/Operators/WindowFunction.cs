namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>What <see cref="WindowPool"/> makes of the elements in a window.</summary>
public enum WindowFunction
{
    /// <summary>The largest; the type's least number where there are none.</summary>
    Max,

    /// <summary>The mean of those inside.</summary>
    Average,

    /// <summary>The sum of those inside, divided by the number of those inside and in the padding.</summary>
    AverageIncludingPadding,

    /// <summary>The root of the sum of powers.</summary>
    Norm,
}
