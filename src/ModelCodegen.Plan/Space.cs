namespace ModelCodegen.Plan;

/// <summary>Where bytes live while the network runs.</summary>
public enum Space
{
    /// <summary>The instance's scratch memory.</summary>
    Arena,

    /// <summary>The embedded weight resource, read-only and shared by all instances.</summary>
    Weights,

    /// <summary>A span that the caller passed as input.</summary>
    Input,

    /// <summary>A span that the caller passed as output.</summary>
    Output,
}
