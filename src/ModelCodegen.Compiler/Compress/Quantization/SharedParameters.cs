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
    private readonly Dictionary<string, Ir.Quantization> parameters = new(StringComparer.Ordinal);

    /// <summary>Finds the parameters of all values among the chosen nodes.</summary>
    public SharedParameters(Graph graph, HashSet<string> bytes, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        foreach (Node node in graph.Nodes.Where(node => bytes.Contains(node.Output)))
        {
            if (node.Operator is Reshape or Transpose or View or Concat or Pad or Pool { Function: PoolFunction.Max })
            {
                foreach (string input in node.Inputs.Where(input => input.Length > 0 && !graph.Constants.ContainsKey(input)))
                {
                    parents[Root(input)] = Root(node.Output);
                }
            }
        }

        foreach (IGrouping<string, string> group in ranges.Keys.GroupBy(Root, StringComparer.Ordinal))
        {
            ValueRange range = group.Aggregate(ValueRange.Empty, (union, name) => union.Union(ranges[name]));
            parameters[group.Key] = ActivationParameters.FromRange(range);
        }
    }

    /// <summary>The parameters of a value.</summary>
    public Ir.Quantization Of(string name) => parameters[Root(name)];

    private string Root(string name)
    {
        while (parents.TryGetValue(name, out string? parent) && parent != name)
        {
            name = parent;
        }

        return name;
    }
}
