using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>Min and Max with a constant number become Clip; clips of clips become one.</summary>
internal static class ExtremeToClip
{
    /// <summary>The graph with clips.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node visited in edit.Nodes)
        {
            Node node = visited;
            if (node.Operator is Binary { Function: BinaryFunction.Min or BinaryFunction.Max, Activation.IsNone: true } binary)
            {
                int constant = edit.Scalar(node.Inputs[1]) is not null ? 1 : 0;
                string value = node.Inputs[1 - constant];
                if (edit.Scalar(node.Inputs[constant]) is not { } bound || float.IsNaN(bound) || !edit.Shape(value).SequenceEqual(edit.Shape(node.Output)))
                {
                    continue;
                }

                Activation clip = binary.Function == BinaryFunction.Min
                    ? new Activation(UnaryFunction.Clip, float.NegativeInfinity, bound)
                    : new Activation(UnaryFunction.Clip, bound, float.PositiveInfinity);
                node = new Node(node.Name, new Unary(clip), [value], node.Outputs);
                edit.Replace(visited, node);
            }

            if (node.Operator is Unary { Activation: { Function: UnaryFunction.Clip } outer }
                && edit.Producer(node.Inputs[0]) is { Operator: Unary { Activation: { Function: UnaryFunction.Clip } inner } } before
                && edit.HasOneUse(before.Output))
            {
                edit.Remove(before);
                edit.Replace(node, node with { Name = $"{before.Name}, {node.Name}", Operator = new Unary(Join(inner, outer)), Inputs = before.Inputs });
            }
        }

        return edit.ToGraph();
    }

    /// <summary>The clip that does both, one after the other.</summary>
    public static Activation Join(Activation inner, Activation outer) => new Activation(
        UnaryFunction.Clip,
        Math.Min(Math.Max(inner.A, outer.A), outer.B),
        Math.Min(Math.Max(inner.B, outer.A), outer.B));
}
