namespace ModelCodegen.Compiler;

/// <summary>Which weights are removed; <see cref="OptionNames"/> gives the names users write.</summary>
public enum PruningMethod
{
    /// <summary>None (<c>none</c>).</summary>
    None,

    /// <summary>The smallest ones, one by one: zeros, but no less work (<c>magnitude</c>).</summary>
    Magnitude,

    /// <summary>The blocks of 16 output channels x 4 inputs with the smallest norm; they leave weights and code (<c>block</c>).</summary>
    Block,
}
