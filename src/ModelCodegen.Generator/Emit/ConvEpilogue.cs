namespace ModelCodegen.Generator.Emit;

/// <summary>What happens to accumulators.</summary>
internal enum ConvEpilogue
{
    /// <summary>Requantized to bytes.</summary>
    Bytes,

    /// <summary>Requantized to 16-bit integers.</summary>
    Shorts,

    /// <summary>Made floats, activated, and quantized to 16-bit integers.</summary>
    ActivatedShorts,

    /// <summary>Integers multiplied under a scale that is read from memory, to floats.</summary>
    Dynamic,

    /// <summary>Floats.</summary>
    Floats,

    /// <summary>Floats, whose sums are scaled because weights of a narrower type were multiplied.</summary>
    ScaledFloats,
}
