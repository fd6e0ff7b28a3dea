namespace ModelCodegen.Plan;

/// <summary>A function of two elements.</summary>
public enum BinaryFunction
{
    /// <summary>a + b</summary>
    Add,

    /// <summary>a - b</summary>
    Sub,

    /// <summary>a * b</summary>
    Mul,

    /// <summary>a / b</summary>
    Div,

    /// <summary>The smaller of both.</summary>
    Min,

    /// <summary>The larger of both.</summary>
    Max,
}
