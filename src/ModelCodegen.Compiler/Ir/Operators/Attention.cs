namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Scaled dot-product attention; inputs queries, keys, values, each [B, heads, length, extent] or [B, length, heads * extent], a
/// mask? (truth values, or numbers to be added) that broadcasts to [B, heads, queries, keys], past keys? and past values?;
/// results y, all keys?, all values? and the scores?. Shape inference makes it products and a softmax.
/// </summary>
public sealed record Attention : Operator
{
    /// <summary>The queries' heads; 0 where their shape says it.</summary>
    public int QueryHeads { get; init; }

    /// <summary>The keys' and values' heads, of which each serves as many of the queries'; 0 where their shape says it.</summary>
    public int KeyHeads { get; init; }

    /// <summary>The scores' factor; <see langword="null"/> for 1 / sqrt(extent).</summary>
    public float? Scale { get; init; }

    /// <summary>What scores are softly cut to; 0 for nothing.</summary>
    public float Softcap { get; init; }

    /// <summary>Whether queries see only the keys up to theirs.</summary>
    public bool IsCausal { get; init; }

    /// <summary>Which scores are a result: 0 the products, 1 when they are cut, 2 when they are masked as well, 3 after the softmax.</summary>
    public int ScoresAt { get; init; }
}
