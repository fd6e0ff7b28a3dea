namespace ModelCodegen.Compiler;

/// <summary>How the range of an activation comes from calibration data; <see cref="OptionNames"/> gives the names users write.</summary>
public enum CalibrationMethod
{
    /// <summary>The least and the largest value (<c>minmax</c>).</summary>
    MinMax,

    /// <summary>All but the outermost 0.001 % of the values (<c>percentile</c>).</summary>
    Percentile,

    /// <summary>The least divergence of the distribution (<c>entropy</c>).</summary>
    Entropy,

    /// <summary>The least squared error (<c>mse</c>).</summary>
    Mse,

    /// <summary>For each value the one of these that changes the network's outputs least (<c>auto</c>).</summary>
    Auto,
}
