using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>A loop: carried values have places of their own, which every turn overwrites at its end.</summary>
internal static class LoopLowering
{
    public static void Lower(LoweringContext context, Node node, Loop op)
    {
        Graph body = op.Body;
        Placement turn = context.NewRowMajor(ElementType.Int64, []);
        Placement? limit = node.HasInput(0) && context.Graph.Constant(node.Inputs[0]) is null ? context.Read(node.Inputs[0]) : null;
        long turns = node.HasInput(0) && context.Graph.Constant(node.Inputs[0]) is { } constant ? constant.ToInt64()[0] : -1;
        Placement[] states = [.. node.Inputs.Skip(Loop.Leading).Take(op.Carried).Select(name => Initialize(context, node, name))];
        Placement condition = node.HasInput(1) ? Initialize(context, node, node.Inputs[1]) : context.ReadConstant(Tensor.Create([], [true]));
        Placement[] captured = [.. node.Inputs.Skip(Loop.Leading + op.Carried).Select(context.Read)];
        Placement?[] stacks = [.. Enumerable.Range(0, body.Outputs.Length - 1 - op.Carried).Select(k => Stack(context, node, op.Carried + k))];
        foreach (Placement? place in captured.Concat(stacks).Append(turn).Append(limit))
        {
            context.Touch(place);
        }

        context.OpenBlock();
        LoweringContext inner = context.Inside(body, [turn, condition, .. states, .. captured]);
        inner.LowerNodes();
        for (int k = 0; k < stacks.Length; k++)
        {
            if (stacks[k] is { } stack)
            {
                Store(inner, node, body.Outputs[1 + op.Carried + k], turn, stack);
            }
        }

        Carry(inner, node, body, op.Carried, node.HasInput(1) ? condition : null, states);
        context.CloseBlock();
        context.Combine(
            1,
            blocks => new LoopStep(
                node.Name,
                turn.Locate(),
                blocks[0],
                (int)Math.Clamp(turns, -1, int.MaxValue),
                limit?.Locate(),
                node.HasInput(1) ? condition.Locate() : null),
            [turn, limit, condition, .. states, .. captured, .. stacks]);
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            if (node.Outputs[i].Length > 0)
            {
                Placement result = context.Write(node.Outputs[i]);
                Placement from = i < op.Carried ? states[i] : stacks[i - op.Carried]!;
                if (from != result)
                {
                    context.Copy(node.Name, "Result of the loop", from, result);
                }
            }
        }
    }

    private static Placement Initialize(LoweringContext context, Node node, string name)
    {
        Placement first = context.Read(name);
        Placement place = context.NewRowMajor(first.Type, first.Shape);
        context.Copy(node.Name, "First state of the loop", first, place);
        return place;
    }

    private static Placement? Stack(LoweringContext context, Node node, int output)
    {
        if (output >= node.Outputs.Length || node.Outputs[output].Length == 0)
        {
            return null;
        }

        Placement result = context.Write(node.Outputs[output]);
        return result.IsRowMajor ? result : context.NewRowMajor(result.Type, result.Shape);
    }

    private static void Store(LoweringContext inner, Node node, string value, Placement turn, Placement stack)
    {
        Placement row = inner.ReadRowMajor(value);
        inner.Emit(
            () => new CallStep(
                node.Name,
                "Row of a stack",
                "StoreRow",
                (string[])[row.Type.KernelName()],
                (Argument[])[row.Span(isWritten: false), turn.Span(isWritten: false), stack.Span(isWritten: true)]),
            row,
            turn,
            stack);
    }

    // A next state may be a present one, at another place: such are put aside before any is overwritten.
    private static void Carry(LoweringContext inner, Node node, Graph body, int carried, Placement? condition, Placement[] states)
    {
        var moves = new List<(Placement From, Placement To)>();
        HashSet<ArenaBuffer> overwritten = [.. states.Append(condition).OfType<Placement>().Select(state => state.Buffer!)];
        for (int i = 0; i <= carried; i++)
        {
            if ((i == 0 ? condition : states[i - 1]) is not { } state)
            {
                continue;
            }

            Placement next = inner.Read(body.Outputs[i]);
            if (next == state)
            {
                continue;
            }

            if (next.Buffer is not null && overwritten.Contains(next.Buffer))
            {
                Placement aside = inner.NewRowMajor(next.Type, next.Shape);
                inner.Copy(node.Name, "State put aside", next, aside);
                next = aside;
            }

            moves.Add((next, state));
        }

        foreach ((Placement from, Placement to) in moves)
        {
            inner.Copy(node.Name, "Next state of the loop", from, to);
        }
    }
}
