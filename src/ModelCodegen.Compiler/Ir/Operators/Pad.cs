using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Pads x; inputs x, pads?, value?, axes? as imported, only x (or x and a constant value) after shape inference.</summary>
public sealed record Pad : Operator
{
    /// <summary>Where the added elements come from.</summary>
    public PadMode Mode { get; init; }

    /// <summary>Begins of all dimensions, then ends; negative ones cut. Set by shape inference where given as input.</summary>
    public ImmutableArray<int> Pads { get; init; } = [];

    /// <summary>The constant, one element of the input's type; set by shape inference.</summary>
    public Tensor Value { get; init; } = Tensor.Floats(0);
}
