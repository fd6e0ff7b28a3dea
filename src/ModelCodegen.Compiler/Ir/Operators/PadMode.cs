namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Where padding takes its elements from.</summary>
public enum PadMode
{
    /// <summary>A constant.</summary>
    Constant,

    /// <summary>Mirrored without the edge element.</summary>
    Reflect,

    /// <summary>The edge element.</summary>
    Edge,

    /// <summary>From the other side.</summary>
    Wrap,
}
