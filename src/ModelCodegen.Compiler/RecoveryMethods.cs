namespace ModelCodegen.Compiler;

/// <summary>Repairs without training after quantization; <see cref="OptionNames"/> gives the names users write.</summary>
[Flags]
public enum RecoveryMethods
{
    /// <summary>Nothing (<c>none</c>).</summary>
    None = 0,

    /// <summary>Ranges of channels are evened out between layers (<c>equalization</c>).</summary>
    Equalization = 1,

    /// <summary>Weights are rounded so that their errors cancel out on calibration data (<c>adaptive-rounding</c>).</summary>
    AdaptiveRounding = 2,

    /// <summary>The mean error of each channel goes into its bias (<c>bias-correction</c>).</summary>
    BiasCorrection = 4,

    /// <summary>Channels with values far outside those of the others become two (<c>channel-splitting</c>); it costs time.</summary>
    ChannelSplitting = 8,

    /// <summary>All that costs no time at run time (<c>auto</c>).</summary>
    Auto = Equalization | AdaptiveRounding | BiasCorrection,
}
