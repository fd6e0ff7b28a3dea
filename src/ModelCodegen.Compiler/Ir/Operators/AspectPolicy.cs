namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>What given sizes mean: ONNX's keep_aspect_ratio_policy.</summary>
public enum AspectPolicy
{
    /// <summary>They are the extents.</summary>
    Stretch,

    /// <summary>The largest extents in proportion that do not exceed them.</summary>
    NotLarger,

    /// <summary>The smallest extents in proportion that are not below them.</summary>
    NotSmaller,
}
