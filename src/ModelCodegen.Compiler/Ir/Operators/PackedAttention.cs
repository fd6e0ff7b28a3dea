using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// ONNX Runtime's forms of attention, with a bias for queries, keys and values together and masks that say which keys are
/// padding. Inputs: queries, keys, values [B, length, heads * extent], bias?, mask? (int32), additions?, past keys?, past
/// values?; if self attention instead x, weights, bias?, mask?, additions?. Results y, all keys?, all values?.
/// </summary>
/// <param name="Heads">The number of heads.</param>
/// <param name="IsSelf">Whether queries, keys and values are products of one input with one matrix.</param>
public sealed record PackedAttention(int Heads, bool IsSelf) : Operator
{
    /// <summary>The columns of queries, keys and values; empty for equal parts.</summary>
    public ImmutableArray<int> Hidden { get; init; } = [];

    /// <summary>The scores' factor; <see langword="null"/> for 1 / sqrt(extent).</summary>
    public float? Scale { get; init; }

    /// <summary>Whether queries see only the keys up to theirs.</summary>
    public bool IsCausal { get; init; }

    /// <summary>What is added to masked scores.</summary>
    public float MaskValue { get; init; } = -10000;
}
