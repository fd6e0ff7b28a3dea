namespace ModelCodegen.Compiler.Compress.Budget;

/// <summary>What accuracy means for a network and its data.</summary>
public enum AccuracyMeasure
{
    /// <summary>The share of samples whose label is the first output's arg-max.</summary>
    Top1,

    /// <summary>The share of samples with the float network's arg-max: where there are no labels.</summary>
    Agreement,

    /// <summary>What is left of the first output's energy without its noise: where the output is no row of scores.</summary>
    Signal,
}
