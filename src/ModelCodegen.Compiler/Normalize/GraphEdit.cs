using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>
/// A graph while a pass changes it. Nodes are replaced where they stand, so that the order stays topological; what
/// nothing needs any more is dropped at the end.
/// </summary>
internal sealed class GraphEdit
{
    private readonly Graph source;
    private readonly LinkedList<Node> nodes;
    private readonly Dictionary<Node, LinkedListNode<Node>> places = new Dictionary<Node, LinkedListNode<Node>>(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Node> producers = new Dictionary<string, Node>(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Node>> consumers = new Dictionary<string, HashSet<Node>>(StringComparer.Ordinal);
    private readonly ImmutableSortedDictionary<string, Tensor>.Builder constants;
    private readonly ImmutableSortedDictionary<string, ValueInfo>.Builder values;
    private readonly ImmutableSortedDictionary<string, DequantizedTensor>.Builder dequantized;
    private readonly HashSet<string> outputs;

    /// <summary>Starts with a graph whose shapes are known.</summary>
    public GraphEdit(Graph graph)
    {
        source = graph;
        nodes = [];
        constants = graph.Constants.ToBuilder();
        values = graph.Values.ToBuilder();
        dequantized = graph.Dequantized.ToBuilder();
        outputs = [.. graph.Outputs];
        foreach (Node node in graph.Nodes)
        {
            Attach(node, nodes.AddLast(node));
        }
    }

    /// <summary>The nodes in order, as they are when their turn comes; those removed before are left out.</summary>
    public IEnumerable<Node> Nodes
    {
        get
        {
            var initial = new List<LinkedListNode<Node>>(nodes.Count);
            for (LinkedListNode<Node>? place = nodes.First; place is not null; place = place.Next)
            {
                initial.Add(place);
            }

            return initial.Where(place => place.List is not null).Select(place => place.Value);
        }
    }

    /// <summary>The node that computes a value, or <see langword="null"/>.</summary>
    public Node? Producer(string value) => producers.GetValueOrDefault(value);

    /// <summary>The constant of that name, or <see langword="null"/>.</summary>
    public Tensor? Constant(string name) => constants.GetValueOrDefault(name);

    /// <summary>The number in a constant of one element, or <see langword="null"/>.</summary>
    public float? Scalar(string name) => Constant(name) is { Length: 1, Type: ElementType.Float32 } tensor ? tensor.Values<float>()[0] : null;

    /// <summary>What is known of a computed value.</summary>
    public ValueInfo Info(string value) => values[value];

    /// <summary>The shape of a value or constant.</summary>
    public ImmutableArray<int> Shape(string name) => Constant(name)?.Shape ?? values[name].Shape;

    /// <summary>Whether a value is an output of the graph.</summary>
    public bool IsOutput(string value) => outputs.Contains(value);

    /// <summary>Whether exactly one node reads the value, and the graph's caller does not.</summary>
    public bool HasOneUse(string value) => !IsOutput(value) && consumers.GetValueOrDefault(value)?.Count == 1;

    /// <summary>The nodes that read the value.</summary>
    public IReadOnlyList<Node> Consumers(string value) => consumers.TryGetValue(value, out HashSet<Node>? readers) ? [.. readers] : [];

    /// <summary>The only node that reads the value.</summary>
    public Node? Consumer(string value) => consumers.GetValueOrDefault(value) is { Count: 1 } readers ? readers.First() : null;

    /// <summary>Adds a constant.</summary>
    /// <param name="stem">How its name begins.</param>
    /// <param name="tensor">The constant.</param>
    /// <param name="codes">The integers behind it, where there are some.</param>
    public string AddConstant(string stem, Tensor tensor, DequantizedTensor? codes = null)
    {
        string name = NewName(stem);
        constants.Add(name, tensor);
        if (codes is not null)
        {
            dequantized[name] = codes;
        }

        return name;
    }

    /// <summary>The integers behind a constant that the model dequantizes, or <see langword="null"/>.</summary>
    public DequantizedTensor? Dequantized(string name) => dequantized.GetValueOrDefault(name);

    /// <summary>Announces a value that a new node will compute.</summary>
    public string AddValue(string stem, ImmutableArray<int> shape) => AddValue(stem, new ValueInfo(ElementType.Float32, shape));

    /// <summary>Announces a value of any type that a new node will compute.</summary>
    public string AddValue(string stem, ValueInfo info)
    {
        string name = NewName(stem);
        values.Add(name, info);
        return name;
    }

    /// <summary>Puts nodes in the place of one.</summary>
    public void Replace(Node node, params ReadOnlySpan<Node> replacements)
    {
        LinkedListNode<Node> place = places[node];
        Detach(node);
        if (replacements.IsEmpty)
        {
            nodes.Remove(place);
            return;
        }

        foreach (Node replacement in replacements[..^1])
        {
            Attach(replacement, nodes.AddBefore(place, replacement));
        }

        place.Value = replacements[^1];
        Attach(place.Value, place);
    }

    /// <summary>Takes a node out.</summary>
    public void Remove(Node node) => Replace(node);

    /// <summary>Lets all readers of one value read another.</summary>
    public void Redirect(string from, string to)
    {
        foreach (Node consumer in consumers.GetValueOrDefault(from)?.ToArray() ?? [])
        {
            Replace(consumer, consumer with { Inputs = [.. consumer.Inputs.Select(input => input == from ? to : input)] });
        }
    }

    /// <summary>The result, without what the outputs do not need.</summary>
    public Graph ToGraph() => DeadCodeElimination.Run(source with
    {
        Nodes = [.. nodes],
        Constants = constants.ToImmutable(),
        Values = values.ToImmutable(),
        Dequantized = dequantized.ToImmutable(),
    });

    private string NewName(string stem)
    {
        string name = stem;
        for (int i = 2; constants.ContainsKey(name) || values.ContainsKey(name); i++)
        {
            name = $"{stem}_{i}";
        }

        return name;
    }

    private void Attach(Node node, LinkedListNode<Node> place)
    {
        places.Add(node, place);
        foreach (string output in node.Outputs.Where(output => output.Length > 0))
        {
            producers[output] = node;
        }

        foreach (string input in node.Inputs.Where(input => input.Length > 0))
        {
            if (!consumers.TryGetValue(input, out HashSet<Node>? readers))
            {
                consumers.Add(input, readers = new HashSet<Node>(ReferenceEqualityComparer.Instance));
            }

            readers.Add(node);
        }
    }

    private void Detach(Node node)
    {
        places.Remove(node);
        foreach (string output in node.Outputs.Where(output => producers.GetValueOrDefault(output) == (object)node))
        {
            producers.Remove(output);
        }

        foreach (string input in node.Inputs.Where(input => input.Length > 0))
        {
            consumers[input].Remove(node);
        }
    }
}
