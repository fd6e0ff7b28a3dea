namespace ModelCodegen.Compiler.Report;

/// <summary>In which numbers a layer computes.</summary>
public enum LayerPrecision
{
    /// <summary>8-bit weights and activations (<c>int8</c>).</summary>
    Int8,

    /// <summary>16-bit activations, with 8-bit weights where there are weights (<c>int16x8</c>).</summary>
    Int16x8,

    /// <summary>8-bit weights and activations that are quantized at run time (<c>int8-dynamic</c>).</summary>
    Int8Dynamic,

    /// <summary>Weights of fewer bits than the floats that they are multiplied with (<c>weights-only</c>).</summary>
    WeightsOnly,

    /// <summary>Single precision, or what else the model asks for (<c>float</c>).</summary>
    Float,

    /// <summary>Whole numbers that stand for nothing else: indices, counts (<c>integer</c>).</summary>
    Integer,

    /// <summary>From one representation to another (<c>conversion</c>).</summary>
    Conversion,
}
