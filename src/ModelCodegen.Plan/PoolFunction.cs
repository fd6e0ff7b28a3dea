namespace ModelCodegen.Plan;

/// <summary>How a pooling window becomes one element.</summary>
public enum PoolFunction
{
    /// <summary>The largest element.</summary>
    Max,

    /// <summary>The mean of the elements inside the input.</summary>
    Average,

    /// <summary>The sum of the elements inside the input, divided by the window's whole size.</summary>
    AverageIncludingPad,
}
