namespace ModelCodegen.Benchmarks.Charts;

/// <summary>Which part of a text its x is.</summary>
internal enum TextAnchor
{
    /// <summary>Its beginning.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its end.</summary>
    End,
}
