namespace ModelCodegen.Generator.Emit;

/// <summary>What happens to accumulators.</summary>
internal enum ConvEpilogue
{
    /// <summary>Requantized to bytes.</summary>
    Bytes,

    /// <summary>Bytes multiplied under a scale known at run time only, to floats.</summary>
    Dynamic,

    /// <summary>Floats.</summary>
    Floats,
}
