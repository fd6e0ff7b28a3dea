using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>Gemm followed by Add of a constant vector (perhaps with a reshape between them) becomes Gemm with a bias.</summary>
internal static class BiasAbsorption
{
    /// <summary>The graph without such Adds.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is Binary { Function: BinaryFunction.Add })
            {
                _ = Absorb(node, node.Inputs[0], node.Inputs[1], edit) || Absorb(node, node.Inputs[1], node.Inputs[0], edit);
            }
        }

        return edit.ToGraph();
    }

    private static bool Absorb(Node add, string product, string constant, GraphEdit edit)
    {
        if (edit.Constant(constant) is not { } term || edit.Producer(product) is not { } producer || !edit.HasOneUse(product))
        {
            return false;
        }

        Node? reshape = producer.Operator is Reshape ? producer : null;
        Node? gemm = reshape is null ? producer : edit.Producer(reshape.Inputs[0]);
        if (gemm is not { Operator: Gemm { Activation.IsNone: true } } || (reshape is not null && !edit.HasOneUse(gemm.Output)))
        {
            return false;
        }

        ImmutableArray<int> shape = edit.Shape(product);
        int columns = edit.Shape(gemm.Output)[1];
        bool sameColumns = shape.Length > 0 && shape[^1] == columns && shape.SequenceEqual(edit.Shape(add.Output));
        bool vector = term.Length == 1 || (term.Length == columns && term.Shape[^1] == columns);
        if (!sameColumns || !vector)
        {
            return false;
        }

        ReadOnlySpan<float> old = gemm.HasInput(2) ? edit.Constant(gemm.Inputs[2])!.Values<float>() : new float[columns];
        var bias = new float[columns];
        for (int i = 0; i < columns; i++)
        {
            bias[i] = old[i] + term.Values<float>()[term.Length == 1 ? 0 : i];
        }

        string name = edit.AddConstant(constant + "/bias", Tensor.Create([columns], bias));
        Node biased = gemm with { Name = $"{gemm.Name}, {add.Name}", Inputs = [gemm.Inputs[0], gemm.Inputs[1], name] };
        if (reshape is null)
        {
            edit.Replace(gemm, biased with { Outputs = add.Outputs });
        }
        else
        {
            edit.Replace(gemm, biased);
            edit.Replace(reshape, reshape with { Outputs = add.Outputs });
        }

        edit.Remove(add);
        return true;
    }
}
