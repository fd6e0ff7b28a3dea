using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Attention becomes two products with a softmax between them.</summary>
internal static class AttentionRule
{
    public static void Infer(Node node, Attention op, ShapeScope scope)
    {
        scope.ExpectFloat(node, 0, 1, 2);
        var expansion = new NodeExpansion(node, scope);
        bool flat = scope.Shape(node, 0).Length == 3;
        string queries = Heads(node, scope, expansion, 0, op.QueryHeads);
        string keys = WithPast(Heads(node, scope, expansion, 1, op.KeyHeads), 4, 1);
        string values = WithPast(Heads(node, scope, expansion, 2, op.KeyHeads), 5, 2);
        ImmutableArray<int> q = scope.Shape(queries);
        ImmutableArray<int> k = scope.Shape(keys);
        ImmutableArray<int> v = scope.Shape(values);
        if (q[0] != k[0] || k[0] != v[0] || k[1] != v[1] || q[3] != k[3] || k[2] != v[2] || k[1] == 0 || q[1] % k[1] != 0)
        {
            throw scope.Invalid(node, $"Queries, keys and values of shapes {ShapeArithmetic.Format(q)}, {ShapeArithmetic.Format(k)} and {ShapeArithmetic.Format(v)} do not fit.");
        }

        // Heads that share keys are a dimension of their own, over which keys and values broadcast.
        int shared = q[1] / k[1];
        float scale = op.Scale ?? (float)(1 / Math.Sqrt(q[3]));
        string scaled = expansion.Part(new Binary(BinaryFunction.Mul), queries, expansion.Constant("scale", Tensor.Create([], [scale])));
        scaled = shared > 1 ? expansion.Reshape(scaled, [q[0], k[1], shared, q[2], q[3]]) : scaled;
        string transposed = expansion.Part(new Transpose([0, 1, 3, 2]), keys);
        transposed = shared > 1 ? expansion.Reshape(transposed, [k[0], k[1], 1, k[3], k[2]]) : transposed;
        string scores = expansion.Part(new MatMul(), scaled, transposed);
        scores = shared > 1 ? expansion.Reshape(scores, [q[0], q[1], q[2], k[2]]) : scores;
        string[] stages = new string[4];
        stages[0] = scores;
        // Scores are cut before they are masked, as ONNX Runtime does in all versions: a mask of -infinity must stay one.
        stages[1] = Cut(op, expansion, scores);
        stages[2] = Masked(node, op, scope, expansion, stages[1], q[2], k[2]);
        stages[3] = expansion.Part(new Softmax(3, 3), stages[2]);
        string weights = shared > 1 ? expansion.Reshape(stages[3], [q[0], k[1], shared, q[2], k[2]]) : stages[3];
        values = shared > 1 ? expansion.Reshape(values, [v[0], v[1], 1, v[2], v[3]]) : values;
        string result = expansion.Part(new MatMul(), weights, values);
        result = shared > 1 ? expansion.Reshape(result, [q[0], q[1], q[2], v[3]]) : result;
        if (flat)
        {
            expansion.ReshapeInto(node.Outputs[0], expansion.Part(new Transpose([0, 2, 1, 3]), result), [q[0], q[2], q[1] * v[3]]);
        }
        else
        {
            expansion.Into(node.Outputs[0], new Identity(), result);
        }

        if (node.Outputs.Length > 3)
        {
            expansion.Into(node.Outputs[3], new Identity(), stages[op.ScoresAt]);
        }

        string WithPast(string present, int past, int output)
        {
            string all = node.HasInput(past) ? expansion.Part(new Concat(2), node.Inputs[past], present) : present;
            if (output < node.Outputs.Length)
            {
                expansion.Into(node.Outputs[output], new Identity(), all);
            }

            return all;
        }
    }

    // [B, heads, length, extent].
    private static string Heads(Node node, ShapeScope scope, NodeExpansion expansion, int input, int heads)
    {
        ImmutableArray<int> shape = scope.Shape(node, input);
        if (shape.Length == 4)
        {
            return heads == 0 || heads == shape[1] ? node.Inputs[input] : throw scope.Invalid(node, $"'{node.Inputs[input]}' has {shape[1]} heads, not {heads}.");
        }

        if (shape.Length != 3 || heads == 0 || shape[2] % heads != 0)
        {
            throw scope.Invalid(node, $"'{node.Inputs[input]}' of shape {ShapeArithmetic.Format(shape)} has no {heads} heads.");
        }

        string split = expansion.Reshape(node.Inputs[input], [shape[0], shape[1], heads, shape[2] / heads]);
        return expansion.Part(new Transpose([0, 2, 1, 3]), split);
    }

    private static string Masked(Node node, Attention op, ShapeScope scope, NodeExpansion expansion, string scores, int queries, int keys)
    {
        if (op.IsCausal)
        {
            // Keys of the past come before all queries.
            int past = node.HasInput(4) ? scope.Shape(node, 4)[2] : 0;
            var seen = new bool[checked(queries * keys)];
            for (int i = 0; i < queries; i++)
            {
                seen.AsSpan(i * keys, Math.Min(keys, i + past + 1)).Fill(true);
            }

            scores = expansion.Part(new Where(), expansion.Constant("seen", Tensor.Create([queries, keys], seen)), scores, Nothing(expansion));
        }

        if (!node.HasInput(3))
        {
            return scores;
        }

        return scope.Type(node, 3) == ElementType.Boolean
            ? expansion.Part(new Where(), node.Inputs[3], scores, Nothing(expansion))
            : expansion.Part(new Binary(BinaryFunction.Add), scores, node.Inputs[3]);
    }

    // The least number, so that queries that see nothing get the values' mean instead of NaN.
    private static string Nothing(NodeExpansion expansion) => expansion.Constant("nothing", Tensor.Create([], [float.MinValue]));

    private static string Cut(Attention op, NodeExpansion expansion, string scores)
    {
        if (op.Softcap == 0)
        {
            return scores;
        }

        string cap = expansion.Constant("cap", Tensor.Create([], [op.Softcap]));
        string part = expansion.Part(new Unary(new Activation(UnaryFunction.Tanh)), expansion.Part(new Binary(BinaryFunction.Div), scores, cap));
        return expansion.Part(new Binary(BinaryFunction.Mul), part, cap);
    }
}
