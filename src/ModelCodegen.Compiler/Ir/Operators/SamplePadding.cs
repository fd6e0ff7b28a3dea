namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>What a map is outside: ONNX's padding_mode of GridSample, in the kernels' numbering.</summary>
public enum SamplePadding
{
    /// <summary>0.</summary>
    Zeros,

    /// <summary>The nearest element of the border.</summary>
    Border,

    /// <summary>Mirrored at the border.</summary>
    Reflection,
}
