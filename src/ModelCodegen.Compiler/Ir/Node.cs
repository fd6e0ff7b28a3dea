using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir;

/// <summary>One computation. Values are known by their names; an omitted optional input is the empty string.</summary>
/// <param name="Name">The node's name in the model, unique (made up where the model has none); fused nodes keep the
/// name of the one that computes, followed by the others: <c>conv1, relu1</c>.</param>
/// <param name="Operator">What it computes.</param>
/// <param name="Inputs">The names of its operands: values or constants.</param>
/// <param name="Outputs">The names of its results; an unused optional output is the empty string.</param>
public sealed record Node(string Name, Operator Operator, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs)
{
    /// <summary>Its first result that somebody reads.</summary>
    public string Output => Outputs.First(output => output.Length > 0);

    /// <summary>Whether the operand exists and is not omitted.</summary>
    public bool HasInput(int index) => index < Inputs.Length && Inputs[index].Length > 0;
}
