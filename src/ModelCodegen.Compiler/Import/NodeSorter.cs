using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;

namespace ModelCodegen.Compiler.Import;

/// <summary>Checks the edges of a graph and brings its nodes into topological order.</summary>
internal static class NodeSorter
{
    /// <summary>The nodes that the outputs need, each after those it needs itself, otherwise in the model's order.</summary>
    /// <param name="nodes">The nodes as the model has them.</param>
    /// <param name="given">Names of inputs and initializers.</param>
    /// <param name="outputs">Names of the graph's outputs.</param>
    public static IReadOnlyList<NodeProto> Sort(IReadOnlyList<NodeProto> nodes, IEnumerable<string> given, IReadOnlyList<string> outputs)
    {
        var errors = new List<Diagnostic>();
        var producers = given.ToDictionary(name => name, _ => -1, StringComparer.Ordinal);
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (string output in nodes[i].Output.Where(output => output.Length > 0))
            {
                if (!producers.TryAdd(output, i))
                {
                    Error($"The value '{output}' is produced twice.", nodes[i].Name);
                }
            }
        }

        foreach (string output in outputs.Where(output => !producers.ContainsKey(output)))
        {
            Error($"Nothing produces the output '{output}'.", null);
        }

        foreach (IGrouping<string, string> twice in outputs.GroupBy(output => output, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            Error($"The output '{twice.Key}' is listed twice.", null);
        }

        foreach (NodeProto node in nodes)
        {
            foreach (string input in node.Input.Where(input => input.Length > 0 && !producers.ContainsKey(input)))
            {
                Error($"Nothing produces its input '{input}'.", node.Name);
            }
        }

        if (errors.Count > 0)
        {
            throw new CompilationException(errors);
        }

        bool[] needed = Needed(nodes, producers, outputs);
        return Order(nodes, producers, needed);

        void Error(string message, string? node) =>
            errors.Add(new Diagnostic(DiagnosticCode.GraphInvalid, Severity.Error, message, Node: string.IsNullOrEmpty(node) ? null : node));
    }

    private static bool[] Needed(IReadOnlyList<NodeProto> nodes, Dictionary<string, int> producers, IReadOnlyList<string> outputs)
    {
        var needed = new bool[nodes.Count];
        var pending = new Stack<string>(outputs);
        while (pending.TryPop(out string? name))
        {
            int producer = producers[name];
            if (producer >= 0 && !needed[producer])
            {
                needed[producer] = true;
                foreach (string input in nodes[producer].Input.Where(input => input.Length > 0))
                {
                    pending.Push(input);
                }
            }
        }

        return needed;
    }

    private static List<NodeProto> Order(IReadOnlyList<NodeProto> nodes, Dictionary<string, int> producers, bool[] needed)
    {
        var waiting = new int[nodes.Count];
        var consumers = new List<int>[nodes.Count];
        var ready = new PriorityQueue<int, int>();
        int total = 0;
        for (int i = 0; i < nodes.Count; i++)
        {
            if (!needed[i])
            {
                continue;
            }

            total++;
            foreach (string input in nodes[i].Input.Where(input => input.Length > 0))
            {
                if (producers[input] is var producer and >= 0)
                {
                    (consumers[producer] ??= []).Add(i);
                    waiting[i]++;
                }
            }

            if (waiting[i] == 0)
            {
                ready.Enqueue(i, i);
            }
        }

        var sorted = new List<NodeProto>(total);
        while (ready.TryDequeue(out int next, out _))
        {
            sorted.Add(nodes[next]);
            foreach (int consumer in consumers[next] ?? [])
            {
                if (--waiting[consumer] == 0)
                {
                    ready.Enqueue(consumer, consumer);
                }
            }
        }

        if (sorted.Count < total)
        {
            IEnumerable<string> names = Enumerable.Range(0, nodes.Count)
                .Where(i => needed[i] && waiting[i] > 0)
                .Select(i => nodes[i].Name.Length > 0 ? nodes[i].Name : nodes[i].OpType);
            throw new CompilationException(DiagnosticCode.GraphInvalid, $"The graph has a cycle among, or before, these nodes: {string.Join(", ", names.Take(20))}.");
        }

        return sorted;
    }
}
