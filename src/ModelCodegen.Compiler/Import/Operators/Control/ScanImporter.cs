using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Control;

/// <summary>Scan, since operator set 8, whose form walks every item of a batch along dimension 1; since 9 along any dimension, without a batch.</summary>
internal static class ScanImporter
{
    public static void Import(NodeReader node)
    {
        // The old form begins with the sequences' lengths.
        int leading = node.Version < 9 ? 1 : 0;
        int own = node.Subgraph("body").Input.Count;
        int sequences = node.Int("num_scan_inputs", 0);
        if (own + leading > node.Inputs.Count || sequences < 1 || sequences > own)
        {
            throw node.Invalid($"its body takes {own} values, {sequences} of them slices, and the node gives {node.Inputs.Count - leading}");
        }

        Graph body = node.Body("body", own + leading);
        int stacks = body.Outputs.Length - (own - sequences);
        if (stacks < 0)
        {
            throw node.Invalid($"its body gives {body.Outputs.Length} values for {own - sequences} states");
        }

        if (leading == 1)
        {
            if (node.HasInput(0))
            {
                throw node.Unsupported("Scan with lengths of sequences is not supported");
            }

            ImmutableArray<bool> directions = Flags(node, "directions", sequences);
            node.EmitAll(new BatchedScan(new Scan(body, own - sequences, sequences, Repeat(0, sequences), directions, Repeat(0, stacks), [.. Repeat(0, stacks).Select(_ => false)])), [.. node.Inputs.Skip(1)]);
            return;
        }

        var scan = new Scan(
            body,
            own - sequences,
            sequences,
            Axes(node, "scan_input_axes", sequences),
            Flags(node, "scan_input_directions", sequences),
            Axes(node, "scan_output_axes", stacks),
            Flags(node, "scan_output_directions", stacks));
        node.EmitAll(scan, [.. node.Inputs]);
    }

    private static ImmutableArray<int> Repeat(int value, int count) => [.. Enumerable.Repeat(value, count)];

    private static ImmutableArray<int> Axes(NodeReader node, string name, int count)
    {
        ImmutableArray<int> axes = node.Ints(name);
        return axes.IsDefault ? Repeat(0, count)
            : axes.Length == count ? axes
            : throw node.Invalid($"the attribute '{name}' has {axes.Length} elements instead of {count}");
    }

    private static ImmutableArray<bool> Flags(NodeReader node, string name, int count) => [.. Axes(node, name, count).Select(direction => direction != 0)];
}
