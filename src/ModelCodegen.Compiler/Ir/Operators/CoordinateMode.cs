namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Where a resized element lies in the original: ONNX's coordinate_transformation_mode.</summary>
public enum CoordinateMode
{
    /// <summary>Elements are squares; their centres are scaled.</summary>
    HalfPixel,

    /// <summary>As <see cref="HalfPixel"/>, with the centre of the map held where the resized extent was rounded.</summary>
    HalfPixelSymmetric,

    /// <summary>As <see cref="HalfPixel"/>; a single resized element lies at 0.</summary>
    PyTorchHalfPixel,

    /// <summary>The first and the last elements coincide.</summary>
    AlignCorners,

    /// <summary>Indices are scaled.</summary>
    Asymmetric,

    /// <summary>Centres are scaled, and stay so: (x + 0.5) / scale.</summary>
    TfHalfPixelForNn,

    /// <summary>A region is resized instead of the whole.</summary>
    TfCropAndResize,
}
