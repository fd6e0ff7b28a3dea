namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>What becomes of the elements that a reduction brings together.</summary>
public enum ReduceFunction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>The least.</summary>
    Min,

    /// <summary>Their product.</summary>
    Prod,

    /// <summary>The sum of their absolute values.</summary>
    L1,

    /// <summary>The root of the sum of their squares.</summary>
    L2,

    /// <summary>The logarithm of their sum.</summary>
    LogSum,

    /// <summary>The logarithm of the sum of their exponentials.</summary>
    LogSumExp,

    /// <summary>The sum of their squares.</summary>
    SumSquare,
}
