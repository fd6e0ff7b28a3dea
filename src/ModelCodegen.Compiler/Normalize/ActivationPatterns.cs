using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>
/// Recognises activations that exporters take apart: clip(x + 3, 0, 6) / 6 is a HardSigmoid, x times that a HardSwish
/// (whichever way the division by 6 is written), x * sigmoid(x) a Silu.
/// </summary>
internal static class ActivationPatterns
{
    private const float Tolerance = 1e-6f;

    /// <summary>The graph with whole activations.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is Binary { Activation.IsNone: true, Function: BinaryFunction.Mul or BinaryFunction.Div } binary)
            {
                _ = Divided(node, binary.Function, edit) || (binary.Function == BinaryFunction.Mul && Gated(node, edit));
            }
        }

        return edit.ToGraph();
    }

    /// <summary>t / 6, where t is clip(x + 3, 0, 6) or x times that.</summary>
    private static bool Divided(Node node, BinaryFunction function, GraphEdit edit)
    {
        int constant = edit.Scalar(node.Inputs[1]) is not null ? 1 : 0;
        if (edit.Scalar(node.Inputs[constant]) is not { } number
            || (function == BinaryFunction.Div ? constant == 0 || number != 6 : Math.Abs(number - (1f / 6)) > Tolerance))
        {
            return false;
        }

        string value = node.Inputs[1 - constant];
        if (!edit.HasOneUse(value) || edit.Producer(value) is not { } inner)
        {
            return false;
        }

        if (ClippedSum(inner, edit) is { } x)
        {
            Become(node, new Activation(UnaryFunction.HardSigmoid, 1f / 6, 0.5f), x, edit);
            return true;
        }

        if (inner.Operator is Binary { Function: BinaryFunction.Mul, Activation.IsNone: true } && ProductOf(inner, edit, ClippedSum) is { } swished)
        {
            Become(node, new Activation(UnaryFunction.HardSwish), swished, edit);
            return true;
        }

        return false;
    }

    /// <summary>x times a sigmoid of x.</summary>
    private static bool Gated(Node node, GraphEdit edit)
    {
        if (ProductOf(node, edit, (gate, _) => gate.Operator is Unary { Activation.Function: UnaryFunction.Sigmoid } ? gate.Inputs[0] : null) is { } silu)
        {
            Become(node, new Activation(UnaryFunction.Silu), silu, edit);
            return true;
        }

        if (ProductOf(node, edit, (gate, _) => gate.Operator is Unary { Activation: { Function: UnaryFunction.HardSigmoid } sigmoid } && IsSixth(sigmoid) ? gate.Inputs[0] : null) is { } swish)
        {
            Become(node, new Activation(UnaryFunction.HardSwish), swish, edit);
            return true;
        }

        return false;
    }

    private static bool IsSixth(Activation sigmoid) => Math.Abs(sigmoid.A - (1f / 6)) < Tolerance && sigmoid.B == 0.5f;

    /// <summary>x, where a product's operands are x and a gate of x that nothing else reads.</summary>
    private static string? ProductOf(Node product, GraphEdit edit, Func<Node, GraphEdit, string?> gate)
    {
        for (int i = 0; i < 2; i++)
        {
            string x = product.Inputs[i];
            string other = product.Inputs[1 - i];
            if (x != other && edit.HasOneUse(other) && edit.Producer(other) is { } producer && gate(producer, edit) == x)
            {
                return x;
            }
        }

        return null;
    }

    /// <summary>x, where the node is clip(x + 3, 0, 6).</summary>
    private static string? ClippedSum(Node clip, GraphEdit edit)
    {
        if (clip.Operator is not Unary { Activation: { Function: UnaryFunction.Clip, A: 0, B: 6 } }
            || !edit.HasOneUse(clip.Inputs[0])
            || edit.Producer(clip.Inputs[0]) is not { Operator: Binary { Function: BinaryFunction.Add, Activation.IsNone: true } } sum)
        {
            return null;
        }

        int constant = edit.Scalar(sum.Inputs[1]) is not null ? 1 : 0;
        string x = sum.Inputs[1 - constant];
        return edit.Scalar(sum.Inputs[constant]) == 3 && edit.Shape(x).SequenceEqual(edit.Shape(sum.Output)) ? x : null;
    }

    private static void Become(Node node, Activation activation, string x, GraphEdit edit)
    {
        if (edit.Shape(x).SequenceEqual(edit.Shape(node.Output)))
        {
            edit.Replace(node, node with { Operator = new Unary(activation), Inputs = [x] });
        }
    }
}
