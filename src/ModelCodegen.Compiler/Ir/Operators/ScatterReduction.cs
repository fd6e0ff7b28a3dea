namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>What an update does with the element that was there.</summary>
public enum ScatterReduction
{
    /// <summary>It takes its place.</summary>
    None,

    /// <summary>It is added.</summary>
    Add,

    /// <summary>It is multiplied.</summary>
    Mul,

    /// <summary>The smaller one stays.</summary>
    Min,

    /// <summary>The larger one stays.</summary>
    Max,
}
