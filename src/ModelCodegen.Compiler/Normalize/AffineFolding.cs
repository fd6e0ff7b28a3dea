using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>
/// Multiplications and additions of constants per channel go into the weights and bias of the Conv or Gemm before them,
/// multiplications by one number also into those behind them.
/// </summary>
internal static class AffineFolding
{
    /// <summary>The graph without those nodes.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is Binary { Activation.IsNone: true } binary && Coefficients(node, binary.Function, edit) is { } affine)
            {
                FoldBackward(node, affine, edit);
            }
        }

        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is Conv or Gemm)
            {
                FoldForward(node, edit);
            }
        }

        return edit.ToGraph();
    }

    /// <summary>The node as value * factor + term, each a constant of one or more elements; <see langword="null"/> where it is none.</summary>
    private static (string Value, Tensor Factor, Tensor Term)? Coefficients(Node node, BinaryFunction function, GraphEdit edit)
    {
        int constant = edit.Constant(node.Inputs[1]) is not null ? 1 : 0;
        if (edit.Constant(node.Inputs[constant]) is not { } tensor)
        {
            return null;
        }

        string value = node.Inputs[1 - constant];
        Tensor one = Tensor.Create([], [1f]);
        Tensor zero = Tensor.Create([], [0f]);
        return function switch
        {
            BinaryFunction.Add => (value, one, tensor),
            BinaryFunction.Sub when constant == 1 => (value, one, Map(tensor, x => -x)),
            BinaryFunction.Sub => (value, Tensor.Create([], [-1f]), tensor),
            BinaryFunction.Mul => (value, tensor, zero),
            BinaryFunction.Div when constant == 1 && !tensor.Values<float>().Contains(0) => (value, Map(tensor, x => 1 / x), zero),
            _ => null,
        };
    }

    private static void FoldBackward(Node node, (string Value, Tensor Factor, Tensor Term) affine, GraphEdit edit)
    {
        if (edit.Producer(affine.Value) is not { Operator: FusedOperator { Activation.IsNone: true } and (Conv or Gemm) } producer
            || !edit.HasOneUse(affine.Value)
            || edit.Constant(producer.Inputs[1]) is not { } weights
            || (producer.HasInput(2) && edit.Constant(producer.Inputs[2]) is null))
        {
            return;
        }

        ImmutableArray<int> shape = edit.Shape(affine.Value);
        if (!edit.Shape(node.Output).SequenceEqual(shape)
            || PerChannel(affine.Factor, shape) is not { } factors
            || PerChannel(affine.Term, shape) is not { } terms)
        {
            return;
        }

        bool scaled = factors.Any(factor => factor != 1);
        float[]? old = producer.HasInput(2) ? edit.Constant(producer.Inputs[2])!.ToFloat() : null;
        var bias = new float[factors.Length];
        for (int c = 0; c < bias.Length; c++)
        {
            bias[c] = (float)(((double)(old?[c] ?? 0) * factors[c]) + terms[c]);
        }

        string w = scaled ? edit.AddConstant(producer.Inputs[1] + "/folded", Scale(producer.Operator, weights, factors)) : producer.Inputs[1];
        bool biased = old is not null || bias.Any(value => value != 0);
        ImmutableArray<string> inputs = biased
            ? [producer.Inputs[0], w, edit.AddConstant(node.Output + "/bias", Tensor.Create([bias.Length], bias))]
            : [producer.Inputs[0], w];
        edit.Replace(producer, new Node(Join(producer.Name, node.Name), producer.Operator, inputs, node.Outputs));
        edit.Remove(node);
    }

    private static void FoldForward(Node node, GraphEdit edit)
    {
        if (edit.Constant(node.Inputs[1]) is not { } weights
            || edit.Producer(node.Inputs[0]) is not { Operator: Binary { Activation.IsNone: true } binary } scale
            || !edit.HasOneUse(scale.Output)
            || Coefficients(scale, binary.Function, edit) is not ({ } value, { Length: 1 } factor, { Length: 1 } term)
            || term.Values<float>()[0] != 0
            || !edit.Shape(value).SequenceEqual(edit.Shape(scale.Output)))
        {
            return;
        }

        Tensor folded = Map(weights, x => x * factor.Values<float>()[0]);
        string w = edit.AddConstant(node.Inputs[1] + "/folded", folded);
        edit.Replace(node, node with { Name = $"{node.Name}, {scale.Name}", Inputs = [value, w, .. node.Inputs.Skip(2)] });
        edit.Remove(scale);
    }

    /// <summary>One number per channel (dimension 1); <see langword="null"/> where the constant varies along others.</summary>
    private static float[]? PerChannel(Tensor constant, ImmutableArray<int> shape)
    {
        int channels = shape[1];
        int fromEnd = shape.Length - 1;
        bool fits = constant.Length == 1
            || (constant.Length == channels && constant.Shape.Length >= fromEnd && constant.Shape[^fromEnd] == channels);
        return fits ? [.. Enumerable.Range(0, channels).Select(c => constant.Values<float>()[constant.Length == 1 ? 0 : c])] : null;
    }

    /// <summary>Conv weights have the output channel first, Gemm's last.</summary>
    private static Tensor Scale(Operator op, Tensor weights, float[] factors)
    {
        float[] scaled = weights.ToFloat().ToArray();
        int inner = op is Conv ? scaled.Length / factors.Length : 1;
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] *= factors[i / inner % factors.Length];
        }

        return Tensor.Create(weights.Shape, scaled);
    }

    private static Tensor Map(Tensor tensor, Converter<float, float> function) =>
        Tensor.Create(tensor.Shape, Array.ConvertAll(tensor.Values<float>().ToArray(), function));

    /// <summary>The halves of one BatchNormalization are named once.</summary>
    private static string Join(string first, string second) =>
        second.EndsWith("/add", StringComparison.Ordinal) && first.EndsWith(", " + second[..^4], StringComparison.Ordinal) ? first : $"{first}, {second}";
}
