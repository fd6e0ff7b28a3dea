using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>
/// Short loops of known length are written out, so that the turn's number is a constant in each; others, and those whose
/// end is decided at run time, stay loops.
/// </summary>
internal static class LoopRule
{
    // So many nodes are written out gladly, and so many where the body cannot be compiled without.
    private const int FewNodes = 256;
    private const int ManyNodes = 4096;

    public static void Infer(Node node, Loop op, ShapeScope scope)
    {
        long? turns = node.HasInput(0) ? scope.Constant(node.Inputs[0])?.ToInt64()[0] : long.MaxValue;
        bool? first = node.HasInput(1) ? scope.Constant(node.Inputs[1])?.Values<bool>()[0] : true;
        long nodes = turns is { } known && first == true ? Math.Max(known, 0) * Math.Max(op.Body.Nodes.Length, 1) : long.MaxValue;
        if (first == false || turns <= 0)
        {
            nodes = 0;
        }

        if (nodes <= FewNodes && TryUnroll(node, op, first == true ? Math.Max(turns ?? 0, 0) : 0, scope))
        {
            return;
        }

        try
        {
            Keep(node, op, turns, first, scope);
        }
        catch (CompilationException) when (nodes is > FewNodes and <= ManyNodes && TryUnroll(node, op, turns!.Value, scope))
        {
            // Written out it compiles.
        }
    }

    // False, and nothing done, where the body decides at run time whether it goes on.
    private static bool TryUnroll(Node node, Loop op, long turns, ShapeScope scope)
    {
        ImmutableArray<string> states = node.Inputs.Slice(Loop.Leading, op.Carried);
        ImmutableArray<string> captured = node.Inputs[(Loop.Leading + op.Carried)..];
        int stacks = op.Body.Outputs.Length - 1 - op.Carried;
        var slices = new List<string>[stacks];
        for (int k = 0; k < stacks; k++)
        {
            slices[k] = [];
        }

        ShapeScope.Mark start = scope.Here();
        for (long turn = 0; turn < turns; turn++)
        {
            string number = scope.NewName($"{node.Name}/turn{turn}");
            scope.EmitConstant(number, Tensor.Create([], [turn]));
            string condition = scope.NewName($"{node.Name}/condition{turn}");
            scope.EmitConstant(condition, Tensor.Create([], [true]));
            ImmutableArray<string> outputs = BodyInference.Inline(op.Body, [number, condition, .. states, .. captured], $"#{turn}", scope);
            if (scope.Constant(outputs[0]) is not { } next)
            {
                scope.Return(start);
                return false;
            }

            states = outputs.Slice(1, op.Carried);
            for (int k = 0; k < stacks; k++)
            {
                slices[k].Add(outputs[1 + op.Carried + k]);
            }

            if (!next.Values<bool>()[0])
            {
                break;
            }
        }

        BodyInference.Forward(node, states.Concat(slices.Select((stack, k) => Stack(node, stack, k, scope))), scope);
        return true;
    }

    private static string Stack(Node node, List<string> slices, int index, ShapeScope scope)
    {
        if (slices.Count == 0)
        {
            throw scope.Unsupported(node, "It stacks nothing, in no turns, which is not supported");
        }

        string name = $"{node.Name}/stack{index}";
        var rows = new List<string>();
        ValueInfo info = scope.Info(slices[0]);
        foreach (string slice in slices)
        {
            string row = scope.NewName(name + "/row");
            scope.Emit(new Node(row, new Reshape(), [slice], [row]), info.Type, [1, .. info.Shape]);
            rows.Add(row);
        }

        string stack = scope.NewName(name);
        ShapeRules.Infer(new Node(stack, new Concat(0), [.. rows], [stack]), scope);
        return stack;
    }

    private static void Keep(Node node, Loop op, long? turns, bool? first, ShapeScope scope)
    {
        ImmutableArray<string> captured = node.Inputs[(Loop.Leading + op.Carried)..];
        ImmutableArray<ValueInfo> states = [.. node.Inputs.Slice(Loop.Leading, op.Carried).Select(scope.Info)];
        var number = new ValueInfo(ElementType.Int64, []);
        Graph body = BodyInference.Infer(op.Body, [number, new ValueInfo(ElementType.Boolean, []), .. states], captured, scope);

        // A condition that is always what it was, and was true, is none.
        bool endless = first == true && (body.Constant(body.Outputs[0])?.Values<bool>()[0] == true || IsPassedThrough(body));
        for (int i = 0; i < op.Carried; i++)
        {
            ValueInfo next = body.Info(body.Outputs[1 + i]);
            if (next.Type != states[i].Type || !next.Shape.SequenceEqual(states[i].Shape))
            {
                throw scope.Unsupported(
                    node,
                    $"Its carried value {i} begins as {states[i].Type} {ShapeArithmetic.Format(states[i].Shape)} and goes on as {next.Type} {ShapeArithmetic.Format(next.Shape)}; shapes must not change from turn to turn.");
            }
        }

        int stacks = body.Outputs.Length - 1 - op.Carried;
        if (stacks > 0 && (!endless || turns is null or > int.MaxValue))
        {
            throw scope.Unsupported(node, "It stacks values in a number of turns that is only known at run time");
        }

        ImmutableArray<ValueInfo> results =
        [
            .. states,
            .. body.Outputs.Skip(1 + op.Carried).Select(output => body.Info(output)).Select(info => info with { Shape = [(int)Math.Max(turns ?? 0, 0), .. info.Shape] }),
        ];
        Node kept = node with
        {
            Operator = op with { Body = body },
            Inputs =
            [
                node.HasInput(0) ? node.Inputs[0] : "",
                endless ? "" : node.HasInput(1) ? node.Inputs[1] : "",
                .. node.Inputs.Slice(Loop.Leading, op.Carried),
                .. captured.Where(name => scope.Constant(name) is null),
            ],
        };
        scope.Emit(kept, results);
    }

    private static bool IsPassedThrough(Graph body)
    {
        string name = body.Outputs[0];
        Dictionary<string, Node> producers = body.Producers();
        while (producers.TryGetValue(name, out Node? node) && node.Operator is Identity)
        {
            name = node.Inputs[0];
        }

        return name == body.Inputs[1];
    }
}
