using ModelCodegen.Compiler.Compress.Calibration;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>
/// Gives every value its scale and zero point. Values that an operator only moves around (maximum pooling, reshapes,
/// concatenation, padding) share theirs, so that moving them moves bytes.
/// </summary>
internal sealed class SharedParameters
{
    private readonly Dictionary<string, string> parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ValueRange> groups = new(StringComparer.Ordinal);

    /// <summary>Finds the parameters of all values among the chosen nodes.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="integers">The values that integer nodes give.</param>
    /// <param name="ranges">The ranges of single values.</param>
    public SharedParameters(Graph graph, IReadOnlySet<string> integers, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        var all = new Dictionary<string, ValueRange>(ranges, StringComparer.Ordinal);
        foreach (Node node in graph.Nodes.Where(node => integers.Contains(node.Output)))
        {
            foreach (string input in node.Inputs.Where(input => input.Length > 0 && Moves(node) && graph.Info(input).Type == ElementType.Float32))
            {
                if (graph.Constant(input) is { } constant)
                {
                    all[input] = ValueRange.Of(constant.Values<float>());
                }

                foreach (string output in node.Outputs.Where(integers.Contains))
                {
                    parents[GroupOf(input)] = GroupOf(output);
                }
            }
        }

        foreach (IGrouping<string, string> group in all.Keys.GroupBy(GroupOf, StringComparer.Ordinal))
        {
            groups[group.Key] = group.Aggregate(ValueRange.Empty, (union, name) => union.Union(all[name]));
        }
    }

    /// <summary>The parameters of a value as bytes.</summary>
    public Ir.Quantization Of(string name) => ActivationParameters.FromRange(RangeOf(name));

    /// <summary>The range of a value and those that share its parameters.</summary>
    public ValueRange RangeOf(string name) => groups[GroupOf(name)];

    /// <summary>The one of several values that share their parameters which stands for all of them.</summary>
    public string GroupOf(string name)
    {
        while (parents.TryGetValue(name, out string? parent) && parent != name)
        {
            name = parent;
        }

        return name;
    }

    /// <summary>Whether a node's results are made of its operands' elements.</summary>
    public static bool Moves(Node node) =>
        node.Operator is Reshape or Transpose or View or Concat or Pad or Pool { Function: PoolFunction.Max } or KernelOperator { MovesElements: true };
}
