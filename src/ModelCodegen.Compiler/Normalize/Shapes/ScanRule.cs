using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A scan is a loop whose body first takes its slices; stacks are turned afterwards.</summary>
internal static class ScanRule
{
    public static void Infer(Node node, Scan op, ShapeScope scope)
    {
        int carried = op.States;
        ImmutableArray<string> states = node.Inputs[..carried];
        ImmutableArray<string> sequences = node.Inputs.Slice(carried, op.Sequences);
        ImmutableArray<string> captured = node.Inputs[(carried + op.Sequences)..];
        int[] axes = [.. op.InputAxes.Select((axis, i) => scope.Axis(node, axis, scope.Info(sequences[i]).Shape.Length))];
        int length = scope.Info(sequences[0]).Shape[axes[0]];
        if (sequences.Where((sequence, i) => scope.Info(sequence).Shape[axes[i]] != length).Any())
        {
            throw scope.Invalid(node, "Its sequences are of different lengths.");
        }

        Graph body = Body(node, op, carried, sequences.Length, axes, length);
        string turns = scope.NewName(node.Name + "/turns");
        scope.EmitConstant(turns, Tensor.Create([], [(long)length]));
        int stacks = op.Body.Outputs.Length - carried;
        string[] raw = [.. Enumerable.Range(0, stacks).Select(i => scope.NewName($"{node.Name}/stack{i}/forwards"))];
        ImmutableArray<string> results =
        [
            .. node.Outputs.Take(carried),
            .. raw,
        ];
        var loop = new Loop(body, carried);
        LoopRule.Infer(node with { Operator = loop, Inputs = [turns, "", .. states, .. sequences, .. captured], Outputs = results }, loop, scope);
        for (int i = 0; i < stacks && carried + i < node.Outputs.Length; i++)
        {
            if (node.Outputs[carried + i].Length > 0)
            {
                Turn(node, raw[i], node.Outputs[carried + i], op.OutputAxes[i], op.OutputBackwards[i], scope);
            }
        }
    }

    /// <summary>A scan for every item of a batch.</summary>
    public static void InferBatched(Node node, BatchedScan op, ShapeScope scope)
    {
        int own = op.Scan.States + op.Scan.Sequences;
        int batch = scope.Info(node.Inputs[0]).Shape[0];
        var items = new List<string>[node.Outputs.Length];
        for (int b = 0; b < batch; b++)
        {
            var inputs = ImmutableArray.CreateBuilder<string>();
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                inputs.Add(i < own ? Item(node, node.Inputs[i], b, scope) : node.Inputs[i]);
            }

            ImmutableArray<string> outputs = [.. node.Outputs.Select((output, i) => output.Length > 0 ? scope.NewName($"{node.Name}/item{b}/{i}") : "")];
            string suffix = $"#item{b}";
            var scan = (Scan)op.Scan.WithBodies([op.Scan.Body.Rename(name => name + suffix)]);
            Infer(new Node(node.Name + suffix, scan, inputs.ToImmutable(), outputs), scan, scope);
            for (int i = 0; i < outputs.Length; i++)
            {
                (items[i] ??= []).Add(outputs[i]);
            }
        }

        for (int i = 0; i < node.Outputs.Length; i++)
        {
            if (node.Outputs[i].Length > 0)
            {
                string[] rows = [.. items[i].Select(item => Row(item, scope))];
                ShapeRules.Infer(new Node(scope.NewName($"{node.Name}/{i}"), new Concat(0), [.. rows], [node.Outputs[i]]), scope);
            }
        }
    }

    private static Graph Body(Node node, Scan op, int carried, int sequences, int[] axes, int length)
    {
        string prefix = node.Name + "/scan/";
        ImmutableArray<string> formal = op.Body.Inputs;
        var nodes = ImmutableArray.CreateBuilder<Node>();
        ImmutableSortedDictionary<string, Tensor> constants = op.Body.Constants
            .Add(prefix + "true", Tensor.Create([], [true]))
            .Add(prefix + "last", Tensor.Create([], [(long)length - 1]));
        for (int i = 0; i < sequences; i++)
        {
            string index = prefix + "turn";
            if (op.InputBackwards[i])
            {
                index = $"{prefix}turn{i}";
                nodes.Add(new Node(index, new Binary(BinaryFunction.Sub), [prefix + "last", prefix + "turn"], [index]));
            }

            nodes.Add(new Node($"{prefix}slice{i}", new Gather(axes[i]), [$"{prefix}sequence{i}", index], [formal[carried + i]]));
        }

        nodes.AddRange(op.Body.Nodes);
        return op.Body with
        {
            Inputs =
            [
                prefix + "turn",
                prefix + "condition",
                .. formal.Take(carried),
                .. Enumerable.Range(0, sequences).Select(i => $"{prefix}sequence{i}"),
                .. formal.Skip(carried + sequences),
            ],
            Outputs = [prefix + "true", .. op.Body.Outputs],
            Nodes = nodes.ToImmutable(),
            Constants = constants,
        };
    }

    // Stacks grow along dimension 0; another one, or the other direction, is a view.
    private static void Turn(Node node, string stack, string output, int axis, bool backwards, ShapeScope scope)
    {
        ValueInfo info = scope.Info(stack);
        int rank = info.Shape.Length;
        int to = scope.Axis(node, axis, rank);
        if (backwards)
        {
            string turned = scope.NewName(output + "/backwards");
            int[] starts = new int[rank];
            starts[0] = info.Shape[0] - 1;
            int[] steps = [.. Enumerable.Repeat(1, rank)];
            steps[0] = -1;
            scope.Emit(new Node(turned, new View([.. starts], [.. steps]), [stack], [turned]), info.Type, info.Shape);
            stack = turned;
        }

        List<int> permutation = [.. Enumerable.Range(1, rank - 1)];
        permutation.Insert(to, 0);
        ShapeRules.Infer(new Node(scope.NewName(output + "/stack"), new Transpose([.. permutation]), [stack], [output]), scope);
    }

    private static string Item(Node node, string value, int index, ShapeScope scope)
    {
        ValueInfo info = scope.Info(value);
        string part = scope.NewName($"{value}/item{index}");
        int[] starts = new int[info.Shape.Length];
        starts[0] = index;
        ImmutableArray<int> rest = info.Shape[1..];
        scope.Emit(new Node(scope.NewName(node.Name + "/item"), new View([.. starts], [.. Enumerable.Repeat(1, info.Shape.Length)]), [value], [part]), info.Type, [1, .. rest]);
        string item = scope.NewName($"{value}/item{index}/flat");
        scope.Emit(new Node(item, new Reshape(), [part], [item]), info.Type, rest);
        return item;
    }

    private static string Row(string value, ShapeScope scope)
    {
        ValueInfo info = scope.Info(value);
        string row = scope.NewName(value + "/row");
        scope.Emit(new Node(row, new Reshape(), [value], [row]), info.Type, [1, .. info.Shape]);
        return row;
    }
}
