using System.Collections.Immutable;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir;

/// <summary>What is known of a value that is computed at run time.</summary>
/// <param name="Type">The elements' type.</param>
/// <param name="Shape">The dimensions, all known.</param>
/// <param name="Quantization">Set by the compressor for UInt8 and Int16 values that stand for real ones.</param>
public sealed record ValueInfo(ElementType Type, ImmutableArray<int> Shape, Quantization? Quantization = null)
{
    /// <summary>The dimension whose extent depends on data, if there is one; the shape then holds the largest extent.</summary>
    public CountedDimension? Counted { get; init; }
}
