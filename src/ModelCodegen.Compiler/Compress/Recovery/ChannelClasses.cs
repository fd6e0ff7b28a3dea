using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>
/// Finds the classes of channels: dimensions of values are joined wherever an operator leaves a factor per channel as it is,
/// and given up wherever it would change the result.
/// </summary>
internal sealed class ChannelClasses
{
    private readonly Graph graph;
    private readonly Dictionary<ChannelAxis, ChannelAxis> parents = [];
    private readonly HashSet<ChannelAxis> blocked = [];
    private readonly List<(ChannelAxis Axis, Node Node)> writers = [];
    private readonly List<(ChannelAxis Axis, Node Node)> readers = [];
    private readonly List<(ChannelAxis Axis, float Bound)> bounds = [];

    private ChannelClasses(Graph graph) => this.graph = graph;

    /// <summary>The classes that have both writers and readers, in graph order of their first writer.</summary>
    public static IReadOnlyList<ChannelClass> Find(Graph graph)
    {
        var classes = new ChannelClasses(graph);
        foreach (string name in graph.Inputs.Concat(graph.Outputs))
        {
            classes.Block(name);
        }

        foreach (Node node in graph.Nodes)
        {
            classes.Visit(node);
        }

        return classes.ToList();
    }

    private List<ChannelClass> ToList()
    {
        HashSet<ChannelAxis> given = [.. blocked.Select(Root)];
        ILookup<ChannelAxis, ChannelAxis> values = parents.Keys.ToLookup(Root);
        ILookup<ChannelAxis, Node> reading = readers.ToLookup(reader => Root(reader.Axis), reader => reader.Node);
        ILookup<ChannelAxis, float> bounding = bounds.ToLookup(bound => Root(bound.Axis), bound => bound.Bound);
        return
        [
            .. writers.GroupBy(writer => Root(writer.Axis), writer => writer.Node)
                .Where(group => !given.Contains(group.Key) && reading.Contains(group.Key))
                .Select(group => new ChannelClass(
                    [.. values[group.Key]],
                    [.. group.Distinct()],
                    [.. reading[group.Key].Distinct()],
                    bounding[group.Key].DefaultIfEmpty(float.PositiveInfinity).Min())),
        ];
    }

    private void Visit(Node node)
    {
        switch (node.Operator)
        {
            case Conv or Gemm when WeightedNodes.IsWeighted(node, graph):
                Attach(readers, node.Inputs[0], 1, node);
                Attach(writers, node.Output, 1, node);
                Activate(((FusedOperator)node.Operator).Activation, node.Output);
                break;
            case LayerNormalization normalization when IsPerChannel(normalization, node):
                Block(node.Inputs[0]);
                Attach(writers, node.Output, graph.Shape(node.Output).Length - 1, node);
                break;
            case Unary unary:
                JoinAll(node.Inputs[0], node.Output);
                Activate(unary.Activation, node.Output);
                break;
            case Pool { Exponent: null } pool when node.Outputs.Length == 1:
                JoinAll(node.Inputs[0], node.Output, axes: 2);
                Activate(pool.Activation, node.Output);
                break;
            case Reshape:
                Regroup(node.Inputs[0], node.Output);
                break;
            case Transpose transpose:
                for (int d = 0; d < transpose.Permutation.Length; d++)
                {
                    Join(new(node.Inputs[0], transpose.Permutation[d]), new(node.Output, d));
                }

                break;
            case Binary { Function: BinaryFunction.Add or BinaryFunction.Sub } sum:
                Sum(node);
                Activate(sum.Activation, node.Output);
                break;
            case Binary { Function: BinaryFunction.Mul } product:
                Product(node);
                Activate(product.Activation, node.Output);
                break;
            default:
                foreach (string name in node.Inputs.Concat(node.Outputs).Where(graph.Values.ContainsKey))
                {
                    Block(name);
                }

                break;
        }
    }

    private bool IsPerChannel(LayerNormalization normalization, Node node)
    {
        ImmutableArray<int> shape = graph.Shape(node.Inputs[0]);
        int axis = normalization.Axis < 0 ? normalization.Axis + shape.Length : normalization.Axis;
        return axis == shape.Length - 1
            && node.Outputs.Skip(1).All(output => output.Length == 0 || !graph.Consumers().Contains(output))
            && graph.Constant(node.Inputs[1]) is { Type: ElementType.Float32 } scale && scale.Length == shape[^1]
            && graph.Constant(node.Inputs[2]) is { Type: ElementType.Float32 } bias && bias.Length == shape[^1];
    }

    // Equal in all dimensions: factors must be the same on both sides. A constant takes them on where it has the dimension.
    private void Sum(Node node)
    {
        ImmutableArray<int> shape = graph.Shape(node.Output);
        for (int d = 0; d < shape.Length; d++)
        {
            foreach (string operand in node.Inputs)
            {
                int axis = d - shape.Length + graph.Shape(operand).Length;
                bool has = axis >= 0 && graph.Shape(operand)[axis] == shape[d];
                if (graph.Constant(operand) is { } constant)
                {
                    if (has && constant.Type == ElementType.Float32)
                    {
                        writers.Add((Touch(new(node.Output, d)), node));
                    }
                    else
                    {
                        blocked.Add(Touch(new(node.Output, d)));
                    }
                }
                else if (has)
                {
                    Join(new(operand, axis), new(node.Output, d));
                }
                else
                {
                    blocked.Add(Touch(new(node.Output, d)));
                    Block(operand);
                }
            }
        }
    }

    // One factor's channels carry over; the other factor keeps its own.
    private void Product(Node node)
    {
        ImmutableArray<int> shape = graph.Shape(node.Output);
        string? scaled = node.Inputs.FirstOrDefault(input => graph.Values.ContainsKey(input) && graph.Shape(input).SequenceEqual(shape));
        foreach (string other in node.Inputs.Where(input => input != scaled && graph.Values.ContainsKey(input)))
        {
            Block(other);
        }

        if (scaled is null || node.Inputs.Count(input => input == scaled) > 1)
        {
            Block(node.Output);
        }
        else
        {
            JoinAll(scaled, node.Output);
        }
    }

    // A dimension stays the same one where as many elements lie before it.
    private void Regroup(string from, string to)
    {
        ImmutableArray<int> source = graph.Shape(from);
        ImmutableArray<int> target = graph.Shape(to);
        var matched = new HashSet<int>();
        for (int a = 0; a < source.Length; a++)
        {
            int b = Enumerable.Range(0, target.Length).FirstOrDefault(
                d => target[d] == source[a] && ShapeArithmetic.Length(target[..d]) == ShapeArithmetic.Length(source[..a]), -1);
            if (b >= 0 && matched.Add(b))
            {
                Join(new(from, a), new(to, b));
            }
            else
            {
                blocked.Add(Touch(new(from, a)));
            }
        }

        blocked.UnionWith(Enumerable.Range(0, target.Length).Where(d => !matched.Contains(d)).Select(d => Touch(new(to, d))));
    }

    private void Activate(Activation activation, string output)
    {
        bool isRectifier = activation.Function == UnaryFunction.Clip && activation.A == 0;
        if (isRectifier && float.IsFinite(activation.B))
        {
            bounds.AddRange(Axes(output).Select(axis => (Touch(axis), activation.B)));
        }
        else if (!isRectifier && activation.Function is not (UnaryFunction.Identity or UnaryFunction.LeakyRelu))
        {
            Block(output);
        }
    }

    private void Attach(List<(ChannelAxis, Node)> list, string value, int axis, Node node)
    {
        list.Add((Touch(new(value, axis)), node));
        blocked.UnionWith(Axes(value).Where(other => other.Axis != axis).Select(Touch));
    }

    private void JoinAll(string from, string to, int axes = int.MaxValue)
    {
        int rank = graph.Shape(to).Length;
        for (int d = 0; d < rank; d++)
        {
            if (d < axes)
            {
                Join(new(from, d), new(to, d));
            }
            else
            {
                blocked.Add(Touch(new(from, d)));
                blocked.Add(Touch(new(to, d)));
            }
        }
    }

    private void Block(string value) => blocked.UnionWith(Axes(value).Select(Touch));

    private IEnumerable<ChannelAxis> Axes(string value) =>
        graph.Values.ContainsKey(value) ? Enumerable.Range(0, graph.Shape(value).Length).Select(d => new ChannelAxis(value, d)) : [];

    private void Join(ChannelAxis a, ChannelAxis b) => parents[Root(Touch(a))] = Root(Touch(b));

    private ChannelAxis Touch(ChannelAxis axis)
    {
        parents.TryAdd(axis, axis);
        return axis;
    }

    private ChannelAxis Root(ChannelAxis axis)
    {
        while (parents[axis] != axis)
        {
            axis = parents[axis];
        }

        return axis;
    }
}
