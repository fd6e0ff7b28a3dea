namespace ModelCodegen.Compiler.Ir;

/// <summary>What a node computes: an operator with its attributes. One record per operator, in <c>Ir/Operators</c>.</summary>
public abstract record Operator
{
    /// <summary>The operator's name for people.</summary>
    public virtual string Name => GetType().Name;
}
