namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>How values between elements are found.</summary>
public enum Interpolation
{
    /// <summary>The nearest element.</summary>
    Nearest,

    /// <summary>A line between two elements, along each dimension.</summary>
    Linear,

    /// <summary>A cubic polynomial through four elements, along each dimension.</summary>
    Cubic,
}
