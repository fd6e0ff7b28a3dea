namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>Kinds of points.</summary>
internal enum FrontGroup
{
    /// <summary>One precision for all layers.</summary>
    Uniform,

    /// <summary>A mix that a budget chose.</summary>
    Budget,

    /// <summary>A mix that chance chose.</summary>
    Random,

    /// <summary>ONNX Runtime.</summary>
    Peer,
}
