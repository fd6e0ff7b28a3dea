using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>
/// Recurrent networks: vector code for floats, constant weights and functions that have such code, the general kernels
/// otherwise.
/// </summary>
internal static class RecurrenceLowering
{
    private const int Sums = 0, Weights = 1, InitialState = 2, Lengths = 3, Bias = 4, InitialCell = 4, Peepholes = 5;
    private const int States = 0, LastState = 1, LastCell = 2;

    public static void Lower(LoweringContext context, Node node, Recurrence recurrence)
    {
        Operands operands = context.OperandsOf(node);
        (int time, int batches, int size) = recurrence.Extents(operands);
        bool isKnown = operands.Type(Sums) == ElementType.Float32
            && operands.Constant(Weights) is not null
            && IsState(InitialState)
            && (operands.Constant(Lengths) is not null || operands.Length(Lengths) == batches)
            && recurrence switch
            {
                LstmRecurrence => IsState(InitialCell) && operands.Constant(Peepholes) is not null,
                GruRecurrence => operands.Constant(Bias) is not null,
                _ => true,
            };
        if (!isKnown || time == 0 || batches == 0 || Functions(recurrence) is not { } functions)
        {
            KernelLowering.Lower(context, node, recurrence);
            return;
        }

        ImmutableArray<ValueInfo> results = recurrence.Infer(operands);
        RecurrentCell cell = CellOf(recurrence);
        Placement sums = context.ReadInArena(node.Inputs[Sums]);
        Placement state = State(InitialState);
        Placement? initialCell = recurrence is LstmRecurrence ? State(InitialCell) : null;
        Placement? lengths = ReadLengths();
        int filled = (size + 15) / 16 * 16;
        Placement scratch = context.NewRowMajor(ElementType.Float32, [6, filled]);
        Placement[] outputs = [.. results.Select((result, i) => Result(i, result))];
        Location weights = context.Weights.Add<float>(PackedRecurrence.Weights(operands.Constant(Weights)!, cell));
        Location? bias = cell == RecurrentCell.LinearGru
            ? context.Weights.Add<float>(PackedRecurrence.PerUnit(operands.Constant(Bias)!, 1, size))
            : null;
        Location? peepholes = recurrence is LstmRecurrence && operands.Length(Peepholes) > 1
            ? context.Weights.Add<float>(PackedRecurrence.PerUnit(operands.Constant(Peepholes)!, 3, size))
            : null;
        context.Emit(
            () => new RecurrenceStep(
                node.Name,
                cell,
                sums.Locate(),
                weights,
                state.Locate(),
                outputs[States].Locate(),
                outputs[LastState].Locate(),
                scratch.Locate(),
                time,
                batches,
                recurrence.IsBatchFirst ? 1 : batches,
                recurrence.IsBatchFirst ? time : 1,
                size,
                recurrence.IsReverse,
                functions[0],
                functions[1],
                functions[2],
                recurrence.Clip,
                lengths?.Locate(),
                bias,
                initialCell?.Locate(),
                outputs.ElementAtOrDefault(LastCell)?.Locate(),
                peepholes),
            [sums, state, initialCell, lengths, scratch, .. outputs]);
        for (int i = 0; i < outputs.Length; i++)
        {
            if (i < node.Outputs.Length && node.Outputs[i].Length > 0 && context.Write(node.Outputs[i]) is var place && place != outputs[i])
            {
                context.Copy(node.Name, "Copy", outputs[i], place);
            }
        }

        bool IsState(int input) => operands.Constant(input) is not null || operands.Length(input) == batches * size;

        // One number stands for all states.
        Placement State(int input) => operands.Constant(input) is { Length: 1 } number
            ? context.ReadConstant(Tensor.Create([batches, size], [.. Enumerable.Repeat(number.ToFloat()[0], batches * size)]))
            : context.ReadRowMajor(node.Inputs[input]);

        Placement? ReadLengths()
        {
            if (operands.Constant(Lengths) is not { } constant)
            {
                return context.ReadRowMajor(node.Inputs[Lengths]);
            }

            int[] values = constant.Values<int>().ToArray();
            return values.All(length => length >= time) ? null
                : context.ReadConstant(Tensor.Create([batches], [.. Enumerable.Range(0, batches).Select(b => values[values.Length == 1 ? 0 : b])]));
        }

        Placement Result(int index, ValueInfo info) =>
            index < node.Outputs.Length && node.Outputs[index].Length > 0 && context.Write(node.Outputs[index]) is { IsRowMajor: true } place
                ? place
                : context.NewRowMajor(info.Type, info.Shape);
    }

    private static RecurrentCell CellOf(Recurrence recurrence) => recurrence switch
    {
        LstmRecurrence lstm => lstm.IsCoupled ? RecurrentCell.CoupledLstm : RecurrentCell.Lstm,
        GruRecurrence gru => gru.LinearBeforeReset ? RecurrentCell.LinearGru : RecurrentCell.Gru,
        _ => RecurrentCell.Rnn,
    };

    // Gate, candidate and output; null where one has no vector code.
    private static Activation[]? Functions(Recurrence recurrence)
    {
        Activation?[] functions = recurrence switch
        {
            LstmRecurrence lstm => [Activation(lstm.Gate), Activation(lstm.Candidate), Activation(lstm.Output)],
            GruRecurrence gru => [Activation(gru.Gate), Activation(gru.Candidate), Plan.Activation.None],
            RnnRecurrence rnn => [Plan.Activation.None, Activation(rnn.Function), Plan.Activation.None],
            _ => [null],
        };
        return functions.Contains(null) ? null : [.. functions.OfType<Activation>()];
    }

    private static Activation? Activation(RecurrentFunction function) =>
        Enum.TryParse(function.Kernel, out UnaryFunction known) && known.HasVectorCode() ? new Activation(known, function.A, function.B) : null;
}
