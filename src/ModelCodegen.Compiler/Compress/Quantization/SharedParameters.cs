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
        var all = new Dictionary<string, ValueRange>(ranges, StringComparer.Ordinal);
        foreach (Node node in graph.Nodes.Where(node => bytes.Contains(node.Output)))
        {
            foreach (string input in node.Inputs.Where(input => input.Length > 0 && Moves(node) && graph.Info(input).Type == ElementType.Float32))
            {
                if (graph.Constant(input) is { } constant)
                {
                    all[input] = ValueRange.Of(constant.Values<float>());
                }

                foreach (string output in node.Outputs.Where(bytes.Contains))
                {
                    parents[Root(input)] = Root(output);
                }
            }
        }

        foreach (IGrouping<string, string> group in all.Keys.GroupBy(Root, StringComparer.Ordinal))
        {
            ValueRange range = group.Aggregate(ValueRange.Empty, (union, name) => union.Union(all[name]));
            parameters[group.Key] = ActivationParameters.FromRange(range);
        }
    }

    /// <summary>The parameters of a value.</summary>
    public Ir.Quantization Of(string name) => parameters[Root(name)];

    /// <summary>Whether a node's results are made of its operands' elements.</summary>
    public static bool Moves(Node node) =>
        node.Operator is Reshape or Transpose or View or Concat or Pad or Pool { Function: PoolFunction.Max } or KernelOperator { MovesElements: true };

    private string Root(string name)
    {
        while (parents.TryGetValue(name, out string? parent) && parent != name)
        {
            name = parent;
        }

        return name;
    }
}
