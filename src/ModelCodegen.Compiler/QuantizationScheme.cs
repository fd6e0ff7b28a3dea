namespace ModelCodegen.Compiler;

/// <summary>How a network's numbers are represented; <see cref="OptionNames"/> gives the names users write.</summary>
public enum QuantizationScheme
{
    /// <summary>8-bit weights and activations whose ranges come from calibration data (<c>int8</c>).</summary>
    Int8,

    /// <summary>8-bit weights; activations are quantized by their own range at run time (<c>int8-dynamic</c>).</summary>
    Int8Dynamic,

    /// <summary>8-bit weights and 16-bit activations whose ranges come from calibration data (<c>int16x8</c>).</summary>
    Int16x8,

    /// <summary>8-bit weights, everything else in single precision (<c>int8-weights</c>).</summary>
    Int8Weights,

    /// <summary>16-bit floats as weights, everything else in single precision (<c>float16-weights</c>).</summary>
    Float16Weights,

    /// <summary>Single precision (<c>none</c>).</summary>
    None,
}
