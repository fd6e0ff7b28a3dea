using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Import;

/// <summary>Collects what the importers of nodes produce, and makes up names.</summary>
internal sealed class GraphBuilder
{
    private readonly Dictionary<string, Tensor> constants;
    private readonly HashSet<string> valueNames;
    private readonly HashSet<string> nodeNames;
    private readonly HashSet<string> used;

    // The last number behind each stem: a model may give all its nodes one name.
    private readonly Dictionary<string, int> numbers = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Starts with the initializers.</summary>
    /// <param name="constants">Initializers by name; constants of nodes are added.</param>
    /// <param name="nodes">All nodes that will be imported.</param>
    /// <param name="boundary">Names of the graph's inputs and outputs.</param>
    /// <param name="outer">What builds the graph around this one: names are unique in both.</param>
    public GraphBuilder(Dictionary<string, Tensor> constants, IReadOnlyList<NodeProto> nodes, IReadOnlyList<string> boundary, GraphBuilder? outer = null)
    {
        this.constants = constants;
        nodeNames = outer?.nodeNames ?? new HashSet<string>(StringComparer.Ordinal);
        valueNames = outer?.valueNames ?? new HashSet<string>(StringComparer.Ordinal);
        valueNames.UnionWith([.. constants.Keys, .. boundary, .. nodes.SelectMany(node => node.Output)]);
        used = [.. boundary, .. nodes.SelectMany(node => node.Input)];
    }

    /// <summary>The nodes so far.</summary>
    public List<Node> Nodes { get; } = [];

    /// <summary>Whether a node or the graph's boundary reads the value.</summary>
    public bool IsUsed(string value) => value.Length > 0 && used.Contains(value);

    /// <summary>The constant of that name, if it is known already.</summary>
    public Tensor? Constant(string name) => constants.GetValueOrDefault(name);

    /// <summary>Adds a constant under a name of the model.</summary>
    public void AddConstant(string name, Tensor tensor) => constants.Add(name, tensor);

    /// <summary>A new value's name that begins like <paramref name="stem"/>.</summary>
    public string ValueName(string stem) => Unique(valueNames, stem);

    /// <summary>The node's name, or one made up from its operator; unique.</summary>
    public string NodeName(NodeProto node) =>
        Unique(nodeNames, node.Name.Length > 0 ? node.Name : $"{node.OpType}_{nodeNames.Count}");

    private string Unique(HashSet<string> names, string stem)
    {
        string name = stem;
        while (!names.Add(name))
        {
            int number = numbers[stem] = numbers.GetValueOrDefault(stem, 1) + 1;
            name = $"{stem}_{number}";
        }

        return name;
    }
}
