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

    /// <summary>a to the power of b</summary>
    Pow,

    /// <summary>The remainder with the sign of b.</summary>
    Mod,

    /// <summary>The remainder with the sign of a.</summary>
    Fmod,

    /// <summary><c>a &lt; 0 ? a * b : a</c></summary>
    PRelu,

    /// <summary>a &amp; b; of truth values And.</summary>
    BitwiseAnd,

    /// <summary>a | b; of truth values Or.</summary>
    BitwiseOr,

    /// <summary>a ^ b; of truth values Xor.</summary>
    BitwiseXor,

    /// <summary>a shifted by b bits to the left.</summary>
    ShiftLeft,

    /// <summary>a shifted by b bits to the right, filled with zeros.</summary>
    ShiftRight,

    /// <summary>Whether a = b.</summary>
    Equal,

    /// <summary>Whether a &gt; b.</summary>
    Greater,

    /// <summary>Whether a is at least b.</summary>
    GreaterOrEqual,

    /// <summary>Whether a &lt; b.</summary>
    Less,

    /// <summary>Whether a is at most b.</summary>
    LessOrEqual,
}
