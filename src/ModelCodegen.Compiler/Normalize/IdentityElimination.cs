using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>
/// Takes out nodes that change nothing, joins reshapes of reshapes (also those called transposes), and makes equal reshapes of
/// one value one.
/// </summary>
internal static class IdentityElimination
{
    /// <summary>The graph without them. Where an output repeats an input or another output a reshape remains as copy.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        var reshapes = new Dictionary<(string Input, string Shape), string>();
        foreach (Node visited in edit.Nodes)
        {
            Node node = visited;
            if (node.Operator is Transpose transpose && KeepsOrder(transpose, edit.Shape(node.Inputs[0])))
            {
                Node reshape = node with { Operator = new Reshape() };
                edit.Replace(node, reshape);
                node = reshape;
            }

            if (node.Operator is Reshape && edit.Producer(node.Inputs[0]) is { Operator: Reshape } before)
            {
                Node joined = node with { Inputs = before.Inputs };
                edit.Replace(node, joined);
                node = joined;
            }

            if (IsIdentity(node, edit))
            {
                Bypass(node, edit);
            }
            else if (node.Operator is Reshape)
            {
                (string, string) same = (node.Inputs[0], ShapeArithmetic.Format(edit.Shape(node.Output)));
                if (reshapes.TryGetValue(same, out string? first) && edit.Producer(first) is not null && !edit.IsOutput(node.Output))
                {
                    edit.Remove(node);
                    edit.Redirect(node.Output, first);
                }
                else
                {
                    reshapes[same] = node.Output;
                }
            }
        }

        return edit.ToGraph();
    }

    // Whether nothing but dimensions of 1 change their places.
    private static bool KeepsOrder(Transpose transpose, ImmutableArray<int> shape) =>
        transpose.Permutation.Where(dimension => shape[dimension] != 1) is var moved && moved.SequenceEqual(moved.Order());

    private static bool IsIdentity(Node node, GraphEdit edit) => node.Operator switch
    {
        Identity => true,
        Unary unary => unary.Activation.IsNone || unary.Activation is { Function: UnaryFunction.Clip, A: float.NegativeInfinity, B: float.PositiveInfinity },
        Concat => node.Inputs.Length == 1,
        Pad pad => pad.Pads.All(amount => amount == 0),
        Reshape => edit.Shape(node.Inputs[0]).SequenceEqual(edit.Shape(node.Output)),
        View view => view.Starts.All(start => start == 0) && view.Steps.All(step => step == 1) && edit.Shape(node.Inputs[0]).SequenceEqual(edit.Shape(node.Output)),
        _ => false,
    };

    private static void Bypass(Node node, GraphEdit edit)
    {
        string input = node.Inputs[0];
        if (!edit.IsOutput(node.Output))
        {
            edit.Remove(node);
            edit.Redirect(node.Output, input);
            return;
        }

        if (edit.Producer(input) is not { } producer || edit.IsOutput(input))
        {
            edit.Replace(node, node with { Operator = new Reshape() });
            return;
        }

        edit.Remove(node);
        edit.Replace(producer, producer with { Outputs = [.. producer.Outputs.Select(output => output == input ? node.Output : output)] });
        edit.Redirect(input, node.Output);
    }
}
