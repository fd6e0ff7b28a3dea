namespace ModelCodegen.Plan;

/// <summary>Which functions have vector code of their own; the others are calls of general kernels.</summary>
public static class FunctionExtensions
{
    /// <summary>Whether <see cref="UnaryStep"/> and the epilogues of other steps know the function.</summary>
    public static bool HasVectorCode(this UnaryFunction function) => function <= UnaryFunction.Gelu;

    /// <summary>Whether <see cref="BinaryStep"/> knows the function.</summary>
    public static bool HasVectorCode(this BinaryFunction function) => function <= BinaryFunction.Max;

    /// <summary>Whether the function gives a truth value.</summary>
    public static bool IsComparison(this BinaryFunction function) => function >= BinaryFunction.Equal;
}
