using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>BatchNormalization as a multiplication and an addition of constants per channel; folding takes them up where it can.</summary>
internal static class BatchNormalizationToAffine
{
    /// <summary>The graph without BatchNormalization.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is not BatchNormalization normalization)
            {
                continue;
            }

            Tensor[] vectors = [.. node.Inputs.Skip(1).Select(input => edit.Constant(input)!)];
            (float[] factors, float[] terms) = BatchNormalizationEvaluation.Coefficients(normalization, vectors[0], vectors[1], vectors[2], vectors[3]);
            ImmutableArray<int> x = edit.Shape(node.Inputs[0]);
            ImmutableArray<int> perChannel = [x[1], .. Enumerable.Repeat(1, x.Length - 2)];
            string factor = edit.AddConstant(node.Output + "/factor", Tensor.Create(perChannel, factors));
            string term = edit.AddConstant(node.Output + "/term", Tensor.Create(perChannel, terms));
            string scaled = edit.AddValue(node.Output + "/scaled", x);
            edit.Replace(
                node,
                new Node(node.Name, new Binary(BinaryFunction.Mul), [node.Inputs[0], factor], [scaled]),
                new Node(node.Name + "/add", new Binary(BinaryFunction.Add), [scaled, term], node.Outputs));
        }

        return edit.ToGraph();
    }
}
