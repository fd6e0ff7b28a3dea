using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>TfIdfVectorizer: how often grams of a pool occur; inputs x, the pool's tokens (Int64), a weight per feature.</summary>
/// <param name="Starts">Where the pool's grams of 1, 2, ... tokens begin, and behind, where the pool ends.</param>
/// <param name="Columns">The feature that each gram adds to.</param>
/// <param name="Shortest">The least number of tokens that counts.</param>
/// <param name="Longest">The largest number of tokens that counts.</param>
/// <param name="Skips">How many tokens may lie between two of a gram.</param>
/// <param name="CountsOccurrences">Whether the number of occurrences counts, or only that there are some.</param>
public sealed record CountGrams(
    ImmutableArray<int> Starts, ImmutableArray<int> Columns, int Shortest, int Longest, int Skips, bool CountsOccurrences) : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => "TfIdfVectorizer";

    private int Features => Columns.Max() + 1;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type is ElementType.Int32 or ElementType.Int64, "an integer token");
        ImmutableArray<int> shape = operands.Shape(0);
        return shape.Length is 1 or 2
            ? [new ValueInfo(ElementType.Float32, shape.SetItem(shape.Length - 1, Features))]
            : throw operands.Invalid($"Its input of shape {ShapeArithmetic.Format(shape)} is neither one text nor several");
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands) => new SpanCall(
        "CountGrams",
        [operands.KernelType(0)],
        Read(0),
        Read(1),
        Read(2),
        Write(0),
        Starts,
        Columns,
        Features,
        Shortest,
        Longest,
        Skips,
        CountsOccurrences);
}
