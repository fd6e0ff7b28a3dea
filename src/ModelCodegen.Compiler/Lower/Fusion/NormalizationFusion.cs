using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Fusion;

/// <summary>
/// Layer normalizations of floats get vector code, which takes the residual sum before them and the quantization behind them
/// in; others stay what they are.
/// </summary>
internal static class NormalizationFusion
{
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is LayerNormalization normalization && HasVectorCode(node, normalization, edit))
            {
                Fuse(node, normalization, edit);
            }
        }

        return edit.ToGraph();
    }

    private static bool HasVectorCode(Node node, LayerNormalization normalization, GraphEdit edit)
    {
        ImmutableArray<int> shape = edit.Shape(node.Inputs[0]);
        int length = ShapeArithmetic.Length(shape[FirstAxis(normalization, shape)..]);
        return edit.Constant(node.Inputs[0]) is null
            && edit.Info(node.Inputs[0]).Type == ElementType.Float32
            && ShapeArithmetic.Length(shape) > 0
            && node.Outputs.Skip(1).All(output => output.Length == 0)
            && node.Inputs.Skip(1).All(input => edit.Constant(input) is not null || ShapeArithmetic.Length(edit.Shape(input)) == length);
    }

    private static void Fuse(Node node, LayerNormalization normalization, GraphEdit edit)
    {
        string x = node.Inputs[0];
        string y = node.Outputs[0];
        string bytes = TakeQuantization(y, edit);
        string written = edit.IsOutput(y) || edit.Consumers(y).Count > 0 ? y : "";
        var fused = new FusedNormalization(FirstAxis(normalization, edit.Shape(x)), normalization.Epsilon, normalization.IsCentered);
        if (Addition(node, edit) is not { } addition)
        {
            edit.Replace(node, new Node(node.Name, fused, [x, "", node.Inputs[1], node.Inputs[2]], [written, "", bytes]));
            return;
        }

        // Others may read the sum before the normalization's turn comes.
        string sum = edit.HasOneUse(x) ? "" : x;
        edit.Remove(node);
        edit.Replace(addition, new Node($"{addition.Name}, {node.Name}", fused, [.. addition.Inputs, node.Inputs[1], node.Inputs[2]], [written, sum, bytes]));
    }

    private static int FirstAxis(LayerNormalization normalization, ImmutableArray<int> shape) =>
        normalization.Axis < 0 ? normalization.Axis + shape.Length : normalization.Axis;

    // The sum of two tensors of one shape that the normalization reads.
    private static Node? Addition(Node node, GraphEdit edit)
    {
        ImmutableArray<int> shape = edit.Shape(node.Inputs[0]);
        return edit.Producer(node.Inputs[0]) is { Operator: Binary { Function: BinaryFunction.Add, Activation.IsNone: true } } addition
            && addition.Inputs.All(input => edit.Constant(input) is null && edit.Shape(input).SequenceEqual(shape))
            && node.Inputs.Skip(1).All(input => edit.Constant(input) is not null)
            ? addition
            : null;
    }

    // The value in bytes, read in the place of a quantization; empty where there is none.
    private static string TakeQuantization(string value, GraphEdit edit)
    {
        foreach (Node reader in edit.Consumers(value))
        {
            Node? reshape = reader.Operator is Reshape ? reader : null;
            IReadOnlyList<Node> readers = reshape is null ? [reader] : edit.Consumers(reshape.Output);
            if (readers.FirstOrDefault(other => other.Operator is Quantize && edit.Info(other.Output).Type == ElementType.UInt8) is { } quantize)
            {
                string bytes = edit.AddValue(value + "/bytes", edit.Info(quantize.Output) with { Shape = edit.Shape(value) });
                edit.Replace(quantize, quantize with { Operator = new Reshape(), Inputs = [bytes] });
                if (reshape is not null && readers.Count == 1 && !edit.IsOutput(reshape.Output))
                {
                    edit.Remove(reshape);
                }

                return bytes;
            }
        }

        return "";
    }
}
