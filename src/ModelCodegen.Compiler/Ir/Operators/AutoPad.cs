namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>ONNX's auto_pad.</summary>
public enum AutoPad
{
    /// <summary>The pads are given.</summary>
    Explicit,

    /// <summary>output = ceil(input / stride), the odd element at the end.</summary>
    SameUpper,

    /// <summary>output = ceil(input / stride), the odd element at the begin.</summary>
    SameLower,

    /// <summary>No padding.</summary>
    Valid,
}
