namespace ModelCodegen.Generator;

/// <summary>The names of the pipeline's steps, for tests of incrementality.</summary>
public static class TrackingNames
{
    /// <summary>A plan file was read.</summary>
    public const string Parse = "ModelCodegen.Parse";

    /// <summary>A plan became source.</summary>
    public const string Emit = "ModelCodegen.Emit";

    /// <summary>All sources, sorted.</summary>
    public const string Sort = "ModelCodegen.Sort";

    /// <summary>What the project can compile.</summary>
    public const string Abilities = "ModelCodegen.Abilities";
}
