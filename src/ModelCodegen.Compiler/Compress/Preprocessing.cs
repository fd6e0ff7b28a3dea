using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress;

/// <summary>
/// Makes <c>(x - Mean) / Std</c> the network's own first step: from then on its input is what the user has, for example
/// pixels from 0 to 255. In byte networks that is a table, or nothing.
/// </summary>
internal static class Preprocessing
{
    private const int Rank = 4;

    /// <summary>The network with that step, before its shapes are inferred.</summary>
    /// <exception cref="CompilationException">No input is a map, or its channels are not as many as the numbers.</exception>
    public static Graph Insert(Graph graph, CompressOptions options)
    {
        if (options.Mean.Count == 0 && options.Std.Count == 0)
        {
            return graph;
        }

        string input = InputOf(graph) ?? throw new CompilationException(
            DiagnosticCode.OptionInvalid, "Mean and Std are for the first input of four dimensions, and this network has none of 32-bit floats.");
        int channels = graph.Values[input].Shape[1];
        var taken = new HashSet<string>([.. graph.Values.Keys, .. graph.Constants.Keys, .. graph.Nodes.SelectMany(node => node.Outputs)], StringComparer.Ordinal);
        var steps = new List<Node>();
        string value = input;
        Graph result = graph;
        Step("Mean", options.Mean, 0, BinaryFunction.Sub);
        Step("Std", options.Std, 1, BinaryFunction.Div);
        return result with
        {
            Nodes = [.. steps, .. graph.Nodes.Select(node => node with { Inputs = [.. node.Inputs.Select(name => name == input ? value : name)] })],
        };

        void Step(string option, IReadOnlyList<float> numbers, float neutral, BinaryFunction function)
        {
            if (numbers.Count > 1 && numbers.Count != channels)
            {
                throw new CompilationException(DiagnosticCode.OptionInvalid, $"{option} has {numbers.Count} numbers, but the input '{input}' has {channels} channels.");
            }

            if (numbers.All(number => number == neutral))
            {
                return;
            }

            string constant = Fresh($"{input}/{option.ToLowerInvariant()}");
            string next = Fresh($"{constant}/{function.ToString().ToLowerInvariant()}");
            result = result with { Constants = result.Constants.Add(constant, Tensor.Create([1, numbers.Count, 1, 1], [.. numbers])) };
            steps.Add(new Node(constant, new Binary(function), [value, constant], [next]));
            value = next;
        }

        string Fresh(string wish)
        {
            string name = Quantization.FreshName.For(wish, taken.Contains);
            taken.Add(name);
            return name;
        }
    }

    /// <summary>Inputs behind that step: what the network takes without it.</summary>
    public static IReadOnlyDictionary<string, Tensor> Apply(Graph graph, CompressOptions options, IReadOnlyDictionary<string, Tensor> inputs)
    {
        if ((options.Mean.Count == 0 && options.Std.Count == 0) || InputOf(graph) is not { } name)
        {
            return inputs;
        }

        Tensor input = inputs[name];
        float[] values = input.Values<float>().ToArray();
        int plane = input.Shape[2] * input.Shape[3];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / plane % input.Shape[1];
            values[i] = (values[i] - Of(options.Mean, 0)) / Of(options.Std, 1);

            float Of(IReadOnlyList<float> numbers, float neutral) => numbers.Count == 0 ? neutral : numbers[numbers.Count == 1 ? 0 : channel];
        }

        return new Dictionary<string, Tensor>(inputs, StringComparer.Ordinal) { [name] = Tensor.Create(input.Shape, values) };
    }

    /// <summary>The input that the numbers are for.</summary>
    public static string? InputOf(Graph graph) =>
        graph.Inputs.FirstOrDefault(name => graph.Values[name].Shape.Length == Rank) is { } input && graph.Values[input].Type == ElementType.Float32 ? input : null;
}
