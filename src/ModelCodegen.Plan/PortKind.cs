namespace ModelCodegen.Plan;

/// <summary>What an input or output holds.</summary>
public enum PortKind
{
    /// <summary>A tensor whose dimensions are known.</summary>
    Fixed,

    /// <summary>An output whose dimensions depend on data. It is followed by a port that tells them.</summary>
    Counted,

    /// <summary>The dimensions of the output before it, one element each.</summary>
    Dims,
}
