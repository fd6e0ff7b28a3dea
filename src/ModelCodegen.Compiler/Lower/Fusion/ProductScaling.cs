using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Fusion;

/// <summary>A factor of one number before or behind a product of two computed tensors, as attention has it, becomes part of the product.</summary>
internal static class ProductScaling
{
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node visited in edit.Nodes)
        {
            if (visited.Operator is not MatMul || visited.Inputs.Any(input => edit.Constant(input) is not null))
            {
                continue;
            }

            Node node = visited;
            float scale = 1;
            for (int i = 0; i < 2; i++)
            {
                if (edit.HasOneUse(node.Inputs[i]) && edit.Producer(node.Inputs[i]) is { } before && Factor(before, edit) is var (value, factor))
                {
                    scale *= factor;
                    node = node with { Name = $"{node.Name}, {before.Name}", Inputs = node.Inputs.SetItem(i, value) };
                }
            }

            Node? behind = edit.HasOneUse(node.Output) ? edit.Consumer(node.Output) : null;
            if (behind is not null && Factor(behind, edit) is var (_, last))
            {
                scale *= last;
                node = node with { Name = $"{node.Name}, {behind.Name}", Outputs = behind.Outputs };
                edit.Remove(behind);
            }

            if (node != visited)
            {
                edit.Replace(visited, node with { Operator = new ScaledMatMul(scale) });
            }
        }

        return edit.ToGraph();
    }

    // The node as a float tensor times a number.
    private static (string Value, float Factor)? Factor(Node node, GraphEdit edit)
    {
        if (node.Operator is not Binary { Function: BinaryFunction.Mul or BinaryFunction.Div, Activation.IsNone: true } binary || edit.Info(node.Output).Type != ElementType.Float32)
        {
            return null;
        }

        bool divides = binary.Function == BinaryFunction.Div;
        int constant = divides || edit.Scalar(node.Inputs[1]) is not null ? 1 : 0;
        string value = node.Inputs[1 - constant];
        return edit.Scalar(node.Inputs[constant]) is { } number
            && (divides ? 1 / number : number) is var factor
            && float.IsFinite(factor)
            && edit.Shape(value).SequenceEqual(edit.Shape(node.Output))
            ? (value, factor)
            : null;
    }
}
