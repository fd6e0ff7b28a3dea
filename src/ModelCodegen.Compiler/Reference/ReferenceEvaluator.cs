using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Reference;

/// <summary>
/// Computes a network in floats, slowly enough to be trusted: every element sums in one fixed order, whatever the vector
/// width and the number of threads. Serves constant folding, calibration, accuracy reports and tests.
/// </summary>
public static class ReferenceEvaluator
{
    /// <summary>Evaluates a graph whose shapes have been inferred.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">A tensor for each input.</param>
    /// <param name="observe">Called with every computed value right after it was computed.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The graph's outputs. Other values are released after their last use.</returns>
    /// <exception cref="ArgumentException">An input is missing, or has another type or shape than the graph says.</exception>
    public static IReadOnlyDictionary<string, Tensor> Run(
        Graph graph,
        IReadOnlyDictionary<string, Tensor> inputs,
        Action<string, Tensor>? observe = null,
        CancellationToken ct = default)
    {
        var values = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (string name in graph.Inputs)
        {
            ValueInfo info = graph.Values[name];
            if (!inputs.TryGetValue(name, out Tensor? tensor) || tensor.Type != info.Type || !tensor.Shape.SequenceEqual(info.Shape))
            {
                throw new ArgumentException($"Input '{name}' must be a {info.Type} tensor of shape {ShapeArithmetic.Format(info.Shape)}.", nameof(inputs));
            }

            values.Add(name, tensor);
        }

        Dictionary<string, int> uses = CountUses(graph);
        foreach (Node node in graph.Nodes)
        {
            ImmutableArray<Tensor> results = Evaluate(graph, node, name => values[name], ct);
            for (int i = 0; i < node.Outputs.Length; i++)
            {
                if (node.Outputs[i].Length > 0)
                {
                    observe?.Invoke(node.Outputs[i], results[i]);
                    if (uses.GetValueOrDefault(node.Outputs[i]) > 0)
                    {
                        values.Add(node.Outputs[i], results[i]);
                    }
                }
            }

            foreach (string name in node.Inputs)
            {
                if (uses.TryGetValue(name, out int count) && (uses[name] = count - 1) == 0)
                {
                    values.Remove(name);
                }
            }
        }

        return graph.Outputs.ToDictionary(name => name, Output, StringComparer.Ordinal);

        // Outputs whose dimensions depend on data are cut to what there is.
        Tensor Output(string name)
        {
            Tensor tensor = graph.Constant(name) ?? values[name];
            return graph.Values.GetValueOrDefault(name)?.Counted is { } counted
                ? ViewEvaluation.Cut(tensor, counted.Dimension, (int)values[counted.Count].ToInt64()[0])
                : tensor;
        }
    }

    /// <summary>Evaluates one node; a result that nobody names is computed like the others.</summary>
    internal static ImmutableArray<Tensor> Evaluate(Graph graph, Node node, Func<string, Tensor> valueOf, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ImmutableArray<Tensor?> operands = [.. node.Inputs.Select(input => input.Length == 0 ? null : graph.Constant(input) ?? valueOf(input))];
        Quantization? quantization = node.HasInput(0) ? graph.Values.GetValueOrDefault(node.Inputs[0])?.Quantization : null;
        ImmutableArray<ValueInfo> infos = [.. node.Outputs.Select(output => graph.Values[output.Length > 0 ? output : node.Output])];
        ImmutableArray<Tensor> results = OperatorEvaluation.Evaluate(node, new EvaluationScope(operands, infos, quantization, ct));
        for (int i = 0; i < infos.Length; i++)
        {
            // A simulation's values stand on a grid; where a result shares its operand's memory, it shares its grid, too.
            if (infos[i].Quantization is { } grid && results[i].Type == ElementType.Float32)
            {
                grid.Snap(results[i].Writable<float>());
            }
        }

        return results;
    }

    /// <summary>How often each computed value is read; outputs of the graph once more, so that they are never released.</summary>
    private static Dictionary<string, int> CountUses(Graph graph)
    {
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes)
        {
            foreach (string input in node.Inputs)
            {
                uses[input] = uses.GetValueOrDefault(input) + 1;
            }
        }

        foreach (string output in graph.Outputs.Concat(graph.Outputs.Select(name => graph.Values.GetValueOrDefault(name)?.Counted?.Count).OfType<string>()))
        {
            uses[output] = uses.GetValueOrDefault(output) + 1;
        }

        return uses;
    }
}
