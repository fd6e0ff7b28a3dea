using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Quantized;

/// <summary>
/// Quantizes values before they are moved instead of afterwards: what computes them can then give bytes, and bytes are moved.
/// Exact, since each element is quantized alone and larger numbers have larger codes.
/// </summary>
internal static class QuantizeHoisting
{
    /// <summary>The graph with every QuantizeLinear as early as it can be.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        JoinEqual(edit);
        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is QuantizeLinear)
            {
                Hoist(node, edit);
            }
        }

        return edit.ToGraph();
    }

    // Some quantizers write one for each reader.
    private static void JoinEqual(GraphEdit edit)
    {
        var known = new Dictionary<(string Input, LinearParameters Parameters), string>();
        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is QuantizeLinear && Parameters(node, edit) is { } parameters && !edit.IsOutput(node.Output))
            {
                if (!known.TryAdd((node.Inputs[0], parameters), node.Output))
                {
                    edit.Remove(node);
                    edit.Redirect(node.Output, known[(node.Inputs[0], parameters)]);
                }
            }
        }
    }

    private static void Hoist(Node quantize, GraphEdit edit)
    {
        string moved = quantize.Inputs[0];
        if (Parameters(quantize, edit) is not { } parameters
            || !edit.HasOneUse(moved)
            || edit.Producer(moved) is not { Outputs.Length: 1 } move
            || edit.Info(moved).Counted is not null)
        {
            return;
        }

        IReadOnlyList<int> data = MovedTensors.Of(move, name => edit.Constant(name)?.Type ?? edit.Info(name).Type);
        if (data.Count == 0)
        {
            return;
        }

        string[] inputs = [.. move.Inputs];
        var hoisted = new List<Node>();
        foreach (int index in data)
        {
            string code = edit.AddValue(quantize.Output + "/code", new ValueInfo(parameters.Type, edit.Shape(inputs[index])));
            hoisted.Add(new Node($"{quantize.Name}/{index}", quantize.Operator, [inputs[index], .. quantize.Inputs.Skip(1)], [code]));
            inputs[index] = code;
        }

        Operator op = move.Operator is Pad pad ? pad with { Value = parameters.CodesOf(pad.Value) } : move.Operator;
        edit.Remove(quantize);
        edit.Replace(move, [.. hoisted, new Node(move.Name, op, [.. inputs], quantize.Outputs)]);
        hoisted.ForEach(node => Hoist(node, edit));
    }

    private static LinearParameters? Parameters(Node node, GraphEdit edit) =>
        LinearParameters.Of(node, edit.Info(node.Output).Type, edit.Constant) is { } parameters && TypeOf(node.Inputs[0], edit) == ElementType.Float32
            ? parameters
            : null;

    private static ElementType TypeOf(string name, GraphEdit edit) => edit.Constant(name)?.Type ?? edit.Info(name).Type;
}
