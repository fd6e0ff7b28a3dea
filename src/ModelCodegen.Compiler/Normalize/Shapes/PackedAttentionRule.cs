using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Queries, keys and values are taken apart, masks become numbers to be added; the rest is <see cref="Attention"/>.</summary>
internal static class PackedAttentionRule
{
    public static void Infer(Node node, PackedAttention op, ShapeScope scope)
    {
        var expansion = new NodeExpansion(node, scope);
        string[] parts = op.IsSelf ? Project(node, op, scope, expansion) : Biased(node, scope, expansion);
        ImmutableArray<int> queries = scope.Shape(parts[0]);
        ImmutableArray<int> shape = scope.Shape(parts[1]);
        int keys = (shape.Length == 4 ? shape[2] : shape[1]) + (Input(6) is { Length: > 0 } past ? scope.Shape(past)[2] : 0);
        int mask = op.IsSelf ? 3 : 4;
        string bias = node.HasInput(mask) ? Additions(node, op, scope, expansion, node.Inputs[mask], queries[0], keys) : "";
        string added = Input(op.IsSelf ? 4 : 5);
        bias = bias.Length > 0 && added.Length > 0 ? expansion.Part(new Binary(BinaryFunction.Add), bias, added) : bias.Length > 0 ? bias : added;
        var attention = new Attention { QueryHeads = op.Heads, KeyHeads = op.Heads, Scale = op.Scale, IsCausal = op.IsCausal };
        string[] inputs = op.IsSelf ? [.. parts, bias] : [.. parts, bias, Input(6), Input(7)];
        expansion.Parts(attention, [.. node.Outputs], inputs);

        string Input(int index) => node.HasInput(index) ? node.Inputs[index] : "";
    }

    // x * w + b, and its columns' three parts.
    private static string[] Project(Node node, PackedAttention op, ShapeScope scope, NodeExpansion expansion)
    {
        ImmutableArray<int> weights = scope.Shape(node, 1);
        int columns = weights.Length == 2 ? weights[1] : throw scope.Invalid(node, $"Its weights of shape {ShapeArithmetic.Format(weights)} are no matrix.");
        ImmutableArray<int> hidden = op.Hidden.IsEmpty ? [columns / 3, columns / 3, columns / 3] : op.Hidden;
        if (hidden.Length != 3 || hidden.Sum() != columns || scope.Shape(node, 0).Length != 3)
        {
            throw scope.Invalid(node, $"Its input or weights do not give queries, keys and values of {ShapeArithmetic.Format(hidden)}.");
        }

        string product = expansion.Part(new MatMul(), node.Inputs[0], node.Inputs[1]);
        string all = node.HasInput(2) ? expansion.Part(new Binary(BinaryFunction.Add), product, node.Inputs[2]) : product;
        return
        [
            expansion.Slice(all, 2, 0, hidden[0]),
            expansion.Slice(all, 2, hidden[0], hidden[1]),
            expansion.Slice(all, 2, hidden[0] + hidden[1], hidden[2]),
        ];
    }

    private static string[] Biased(Node node, ShapeScope scope, NodeExpansion expansion)
    {
        if (scope.Shape(node, 0).Length != 3 || !node.HasInput(1) || !node.HasInput(2))
        {
            throw scope.Unsupported(node, "Attention of packed queries, keys and values is not supported.");
        }

        string[] parts = [.. node.Inputs.Take(3)];
        if (!node.HasInput(3))
        {
            return parts;
        }

        int start = 0;
        for (int i = 0; i < 3; i++)
        {
            ImmutableArray<int> shape = scope.Shape(parts[i]);
            if (shape.Length != 3)
            {
                throw scope.Unsupported(node, "Attention with a bias and keys by heads is not supported.");
            }

            int extent = shape[2];
            parts[i] = expansion.Part(new Binary(BinaryFunction.Add), parts[i], expansion.Slice(node.Inputs[3], 0, start, extent));
            start += extent;
        }

        return parts;
    }

    // A mask holds 1 for keys that count [B, keys] or [B, queries, keys], or how many count [B].
    private static string Additions(Node node, PackedAttention op, ShapeScope scope, NodeExpansion expansion, string mask, int batch, int keys)
    {
        ImmutableArray<int> shape = scope.Shape(mask);
        string counts;
        if (shape.Length == 1 && shape[0] == batch)
        {
            string indices = expansion.Constant("indices", Tensor.Create([1, 1, 1, keys], [.. Enumerable.Range(0, keys)]));
            counts = expansion.Part(new Binary(BinaryFunction.Less), indices, expansion.Reshape(mask, [batch, 1, 1, 1]));
        }
        else if (shape.Length is 2 or 3 && shape[0] == batch && shape[^1] == keys)
        {
            string zero = expansion.Constant("zero", Tensor.Create([], [0]));
            counts = expansion.Part(
                new Binary(BinaryFunction.Greater), expansion.Reshape(mask, [batch, 1, shape.Length == 3 ? shape[1] : 1, keys]), zero);
        }
        else
        {
            throw scope.Unsupported(node, $"A mask of shape {ShapeArithmetic.Format(shape)} is not supported.");
        }

        return expansion.Part(
            new Where(),
            counts,
            expansion.Constant("kept", Tensor.Create([], [0f])),
            expansion.Constant("masked", Tensor.Create([], [op.MaskValue])));
    }
}
