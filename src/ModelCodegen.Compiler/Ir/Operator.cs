using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir;

/// <summary>What a node computes: an operator with its attributes. One record per operator, in <c>Ir/Operators</c>.</summary>
public abstract record Operator
{
    /// <summary>The operator's name for people.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>
    /// The networks inside the operator: branches, a loop's body. Their inputs correspond to the node's inputs by position,
    /// as the operator says.
    /// </summary>
    public virtual ImmutableArray<Graph> Bodies => [];

    /// <summary>The operator with other networks inside.</summary>
    public virtual Operator WithBodies(ImmutableArray<Graph> bodies) => this;
}
