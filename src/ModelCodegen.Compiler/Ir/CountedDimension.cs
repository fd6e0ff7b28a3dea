using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir;

/// <summary>
/// A dimension of which only the run knows how much of it there is. A tensor has its largest extent all the same; what lies
/// behind the count is no part of the result, but can be computed with.
/// </summary>
/// <param name="Dimension">Its index.</param>
/// <param name="Count">The value, an Int64 scalar, that says how many of its elements there are.</param>
public sealed record CountedDimension(int Dimension, string Count)
{
    /// <summary>What counts are.</summary>
    public static readonly ValueInfo CountInfo = new(ElementType.Int64, []);
}
