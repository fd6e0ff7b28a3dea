using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>
/// Brings products with a constant right operand into one form: Gemm of a matrix and a constant [K, N] with an optional
/// constant bias [N], Alpha = Beta = 1. A Gemm of two computed matrices becomes a MatMul; what a Gemm then no longer
/// does itself becomes nodes of its own.
/// </summary>
internal static class GemmCanonicalization
{
    /// <summary>The graph in that form.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node node in edit.Nodes)
        {
            switch (node.Operator)
            {
                case MatMul when edit.Constant(node.Inputs[1]) is { Shape.Length: 1 or 2 } weights:
                    FromMatMul(node, weights, edit);
                    break;
                case Gemm gemm:
                    Canonicalize(node, gemm, edit);
                    break;
            }
        }

        return edit.ToGraph();
    }

    /// <summary>All leading dimensions of the left operand become the rows of one matrix.</summary>
    private static void FromMatMul(Node node, Tensor weights, GraphEdit edit)
    {
        ImmutableArray<int> a = edit.Shape(node.Inputs[0]);
        int depth = a[^1];
        int columns = weights.Shape.Length == 1 ? 1 : weights.Shape[1];
        string b = weights.Shape.Length == 1 ? edit.AddConstant(node.Inputs[1] + "/matrix", weights.Reshape([depth, 1])) : node.Inputs[1];
        if (a.Length == 2 && weights.Shape.Length == 2)
        {
            edit.Replace(node, node with { Operator = new Gemm() });
            return;
        }

        int rows = ShapeArithmetic.Length(a) / depth;
        string matrix = edit.AddValue(node.Output + "/rows", [rows, depth]);
        string product = edit.AddValue(node.Output + "/product", [rows, columns]);
        edit.Replace(
            node,
            new Node(node.Name + "/rows", new Reshape(), [node.Inputs[0]], [matrix]),
            new Node(node.Name, new Gemm(), [matrix, b], [product]),
            new Node(node.Name + "/reshape", new Reshape(), [product], node.Outputs));
    }

    private static void Canonicalize(Node node, Gemm gemm, GraphEdit edit)
    {
        ImmutableArray<int> shape = edit.Shape(node.Output);
        var nodes = new List<Node>();
        string a = gemm.TransA ? Transposed(node, 0, edit, nodes) : node.Inputs[0];
        Operator product;
        string b = node.Inputs[1];
        bool scale = gemm.Alpha != 1;
        if (edit.Constant(b) is { } weights)
        {
            product = new Gemm();
            if (gemm.TransB || scale)
            {
                DequantizedTensor? codes = scale ? null : edit.Dequantized(b)?.Transposed(Transposed);
                b = edit.AddConstant(b + "/matrix", Scaled(gemm.TransB ? Transposed(weights) : weights, gemm.Alpha), codes);
                scale = false;
            }
        }
        else
        {
            product = new MatMul();
            b = gemm.TransB ? Transposed(node, 1, edit, nodes) : b;
        }

        string bias = node.HasInput(2) && gemm.Beta != 0 ? node.Inputs[2] : "";
        string? vector = product is Gemm && edit.Constant(bias) is { } constant && BiasVector(constant, shape[1], gemm.Beta) is { } tensor
            ? gemm.Beta == 1 && constant.Shape.Length == 1 && constant.Length == shape[1] ? bias : edit.AddConstant(bias + "/vector", tensor)
            : null;
        bool add = bias.Length > 0 && vector is null;
        string result = scale || add ? edit.AddValue(node.Output + "/product", shape) : node.Output;
        nodes.Add(new Node(node.Name, product, vector is null ? [a, b] : [a, b, vector], [result]));
        if (scale)
        {
            string scaled = add ? edit.AddValue(node.Output + "/scaled", shape) : node.Output;
            nodes.Add(new Node(node.Name + "/alpha", new Binary(BinaryFunction.Mul), [result, edit.AddConstant(node.Output + "/alpha", Tensor.Create([], [gemm.Alpha]))], [scaled]));
            result = scaled;
        }

        if (add)
        {
            nodes.Add(new Node(node.Name + "/add", new Binary(BinaryFunction.Add), [result, Term(node, bias, gemm.Beta, edit, nodes)], node.Outputs));
        }

        edit.Replace(node, [.. nodes]);
    }

    /// <summary>C times Beta, as constant or by a node.</summary>
    private static string Term(Node node, string c, float beta, GraphEdit edit, List<Node> nodes)
    {
        if (beta == 1)
        {
            return c;
        }

        if (edit.Constant(c) is { } constant)
        {
            return edit.AddConstant(c + "/scaled", Scaled(constant, beta));
        }

        string scaled = edit.AddValue(c + "/scaled", edit.Shape(c));
        string factor = edit.AddConstant(node.Output + "/beta", Tensor.Create([], [beta]));
        nodes.Add(new Node(node.Name + "/beta", new Binary(BinaryFunction.Mul), [c, factor], [scaled]));
        return scaled;
    }

    /// <summary>A constant that is the same for all rows, as vector; <see langword="null"/> where it is not.</summary>
    private static Tensor? BiasVector(Tensor c, int columns, float beta)
    {
        bool oneRow = c.Length == 1 || (c.Shape[^1] == columns && c.Length == columns);
        if (!oneRow)
        {
            return null;
        }

        var vector = new float[columns];
        for (int i = 0; i < columns; i++)
        {
            vector[i] = beta * c.Values<float>()[c.Length == 1 ? 0 : i];
        }

        return Tensor.Create([columns], vector);
    }

    private static string Transposed(Node node, int input, GraphEdit edit, List<Node> nodes)
    {
        string name = node.Inputs[input];
        ImmutableArray<int> shape = edit.Shape(name);
        if (edit.Constant(name) is { } constant)
        {
            return edit.AddConstant(name + "/transposed", Transposed(constant));
        }

        string result = edit.AddValue(name + "/transposed", [shape[1], shape[0]]);
        nodes.Add(new Node($"{node.Name}/transpose{input}", new Transpose([1, 0]), [name], [result]));
        return result;
    }

    private static Tensor Transposed(Tensor matrix)
    {
        int[][] terms =
        [
            [.. Enumerable.Range(0, matrix.Shape[1])],
            [.. Enumerable.Range(0, matrix.Shape[0]).Select(row => row * matrix.Shape[1])],
        ];
        return MappedCopy.Run(matrix, [matrix.Shape[1], matrix.Shape[0]], terms);
    }

    private static Tensor Scaled(Tensor tensor, float factor) => factor == 1
        ? tensor
        : Tensor.Create(tensor.Shape, Array.ConvertAll(tensor.Values<float>().ToArray(), value => value * factor));
}
