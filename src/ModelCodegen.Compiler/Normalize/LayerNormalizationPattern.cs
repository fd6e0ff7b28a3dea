using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>
/// Recognises layer normalization over the last dimensions that exporters take apart: (x - mean) / sqrt(variance + epsilon),
/// times a scale, plus a bias.
/// </summary>
internal static class LayerNormalizationPattern
{
    /// <summary>The graph with whole normalizations.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node node in edit.Nodes)
        {
            if (Match(node, edit) is var (x, axis, epsilon))
            {
                Replace(node, x, axis, epsilon, edit);
            }
        }

        return edit.ToGraph();
    }

    // The quotient of what is centered and its deviation.
    private static (string X, int Axis, float Epsilon)? Match(Node node, GraphEdit edit)
    {
        if (node.Operator is not Binary { Function: BinaryFunction.Div, Activation.IsNone: true }
            || edit.Info(node.Output).Type != ElementType.Float32
            || Centered(node.Inputs[0], edit) is not var (x, axis)
            || edit.Producer(node.Inputs[1]) is not { Operator: Unary { Activation.Function: UnaryFunction.Sqrt } } root
            || edit.Producer(root.Inputs[0]) is not { Operator: Binary { Function: BinaryFunction.Add, Activation.IsNone: true } } sum)
        {
            return null;
        }

        int constant = edit.Scalar(sum.Inputs[1]) is not null ? 1 : 0;
        return edit.Scalar(sum.Inputs[constant]) is { } epsilon
            && edit.Producer(sum.Inputs[1 - constant]) is { Operator: Reduce { Function: ReduceFunction.Mean, KeepDimensions: true } variance } mean
            && FirstAxis(variance, edit.Shape(mean.Inputs[0]).Length) == axis
            && IsSquare(mean.Inputs[0], node.Inputs[0], edit)
            ? (x, axis, epsilon)
            : null;
    }

    // x and the first normalized dimension, where the value is x - mean of x.
    private static (string X, int Axis)? Centered(string value, GraphEdit edit) =>
        edit.Producer(value) is { Operator: Binary { Function: BinaryFunction.Sub, Activation.IsNone: true } } difference
        && edit.Producer(difference.Inputs[1]) is { Operator: Reduce { Function: ReduceFunction.Mean, KeepDimensions: true } mean } reduction
        && reduction.Inputs[0] == difference.Inputs[0]
        && FirstAxis(mean, edit.Shape(difference.Inputs[0]).Length) is { } axis
            ? (difference.Inputs[0], axis)
            : null;

    private static bool IsSquare(string value, string of, GraphEdit edit) => edit.Producer(value) switch
    {
        { Operator: Binary { Function: BinaryFunction.Mul, Activation.IsNone: true } } product => product.Inputs[0] == of && product.Inputs[1] == of,
        { Operator: Binary { Function: BinaryFunction.Pow } } power => power.Inputs[0] == of && edit.Scalar(power.Inputs[1]) == 2,
        _ => false,
    };

    // The first of the last dimensions, where these are the reduced ones.
    private static int? FirstAxis(Reduce reduce, int rank)
    {
        int first = rank - reduce.Axes.Length;
        return reduce.Axes.Length > 0 && reduce.Axes.Order().SequenceEqual(Enumerable.Range(first, reduce.Axes.Length)) ? first : null;
    }

    private static void Replace(Node node, string x, int axis, float epsilon, GraphEdit edit)
    {
        ImmutableArray<int> normalized = edit.Shape(x)[axis..];
        string name = node.Name;
        Node last = node;
        string scale = "";
        string bias = "";
        if (Follower(last, BinaryFunction.Mul, normalized, edit) is var (multiplication, factor))
        {
            (last, scale, name) = (multiplication, factor, $"{name}, {multiplication.Name}");
        }

        if (Follower(last, BinaryFunction.Add, normalized, edit) is var (addition, term))
        {
            (last, bias, name) = (addition, term, $"{name}, {addition.Name}");
        }

        scale = scale.Length > 0 ? scale : edit.AddConstant(node.Output + "/scale", Tensor.Floats(1));
        bias = bias.Length > 0 ? bias : edit.AddConstant(node.Output + "/bias", Tensor.Floats(0));
        edit.Replace(last, new Node(name, new LayerNormalization(axis, epsilon, true), [x, scale, bias], last.Outputs));
    }

    // The node behind that multiplies by, or adds, a constant of the normalized shape or one number.
    private static (Node Node, string Constant)? Follower(Node node, BinaryFunction function, ImmutableArray<int> shape, GraphEdit edit)
    {
        if (!edit.HasOneUse(node.Output) || edit.Consumer(node.Output) is not { Operator: Binary { Activation.IsNone: true } binary } next || binary.Function != function)
        {
            return null;
        }

        string other = next.Inputs[0] == node.Output ? next.Inputs[1] : next.Inputs[0];
        return edit.Constant(other) is { } constant && (constant.Length == 1 || constant.Shape.SequenceEqual(shape)) && edit.Shape(next.Output).SequenceEqual(edit.Shape(node.Output))
            ? (next, other)
            : null;
    }
}
