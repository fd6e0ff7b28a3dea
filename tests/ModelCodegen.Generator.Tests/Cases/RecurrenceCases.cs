using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>Random recurrent networks.</summary>
internal static class RecurrenceCases
{
    private static readonly Activation[] Functions =
    [
        new(UnaryFunction.Sigmoid), new(UnaryFunction.Tanh), new(UnaryFunction.HardSigmoid, 0.3f, 0.4f), new(UnaryFunction.LeakyRelu, 0.2f),
        new(UnaryFunction.Clip, -0.5f, 0.75f), Activation.Relu,
    ];

    public static KernelCase Make(int seed)
    {
        var b = new CaseBuilder(seed);
        RecurrentCell cell = b.Any(Enum.GetValues<RecurrentCell>());
        bool isLstm = cell is RecurrentCell.Lstm or RecurrentCell.CoupledLstm;
        int gates = cell == RecurrentCell.Rnn ? 1 : isLstm ? 4 : 3;
        int size = b.Any(b.Int(1, 15), b.Int(16, 40), 16, 48);
        int filled = (size + 15) / 16 * 16;
        int time = b.Int(1, 4);
        int batches = b.Int(1, 3);
        bool isBatchFirst = b.Chance(50);
        bool isUsual = b.Chance(50);
        Activation Function(Activation usual) => isUsual ? usual : b.Any(Functions);
        Location sums = b.ArenaFloats(time * batches * gates * size);
        Location initialState = b.AlsoSpan(b.ArenaFloats(batches * size, -1, 1));
        Location? initialCell = isLstm ? b.ArenaFloats(batches * size, -1, 1) : null;
        Location? lengths = b.Chance(30) ? b.ArenaInt(b.Int(0, time)) : null;
        for (int i = 1; i < batches && lengths is not null; i++)
        {
            b.ArenaInt(b.Int(0, time));
        }

        var step = new RecurrenceStep(
            "recurrence",
            cell,
            sums,
            b.WeightFloats(filled * size * gates, -1f / MathF.Sqrt(size), 1f / MathF.Sqrt(size)),
            initialState,
            b.ArenaFloats(time * batches * size),
            b.ArenaFloats(batches * size),
            default,
            time,
            batches,
            isBatchFirst ? 1 : batches,
            isBatchFirst ? time : 1,
            size,
            b.Chance(50),
            Function(new(UnaryFunction.Sigmoid)),
            Function(new(UnaryFunction.Tanh)),
            Function(new(UnaryFunction.Tanh)),
            b.Chance(20) ? 0.5f : float.PositiveInfinity,
            lengths,
            cell == RecurrentCell.LinearGru ? b.WeightFloats(filled, -1, 1) : null,
            initialCell,
            isLstm ? b.ArenaFloats(batches * size) : null,
            isLstm && b.Chance(30) ? b.WeightFloats(3 * filled, -1, 1) : null);
        return b.Case("Recurrence" + seed, step with { Scratch = b.Scratch(6 * filled) }, 3e-6);
    }
}
