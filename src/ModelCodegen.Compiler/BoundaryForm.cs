namespace ModelCodegen.Compiler;

/// <summary>What <c>Run</c> takes and gives for real numbers; <see cref="OptionNames"/> gives the names users write.</summary>
public enum BoundaryForm
{
    /// <summary>What the model says (<c>float</c>).</summary>
    Float,

    /// <summary>The bytes that the network computes with, and constants that say what they stand for (<c>quantized</c>).</summary>
    Quantized,
}
