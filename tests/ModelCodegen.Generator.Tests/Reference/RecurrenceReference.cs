using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Reference;

/// <summary>Recurrent networks, in double.</summary>
internal sealed class RecurrenceReference(RecurrenceStep s, MemoryImage m)
{
    private readonly int gates = s.Cell switch { RecurrentCell.Rnn => 1, RecurrentCell.Lstm or RecurrentCell.CoupledLstm => 4, _ => 3 };

    public void Run()
    {
        for (int batch = 0; batch < s.Batches; batch++)
        {
            double[] state = Read(s.InitialState, batch * s.Size);
            double[] cell = s.InitialCell is { } initial ? Read(initial, batch * s.Size) : [];
            int length = s.Lengths is { } lengths ? Math.Clamp(m.Int(lengths, batch), 0, s.Time) : s.Time;
            for (int t = 0; t < s.Time; t++)
            {
                int row = ((s.IsReverse && t < length ? length - 1 - t : t) * s.TimeStep) + (batch * s.BatchStep);
                if (t < length)
                {
                    (state, cell) = Advance(row, state, cell);
                }

                Write(s.States, row * s.Size, t < length ? state : new double[s.Size]);
            }

            Write(s.LastState, batch * s.Size, state);
            if (s.LastCell is { } last)
            {
                Write(last, batch * s.Size, cell);
            }
        }
    }

    private (double[] State, double[] Cell) Advance(int row, double[] h, double[] c)
    {
        double X(int gate, int unit) => m.Float(s.Sums, (((long)row * gates) + gate) * s.Size + unit);
        double Sum(int gate, int unit) => X(gate, unit) + Product(gate, unit, h);
        double Gate(double sum) => Formula.Activate(s.Gate, (float)Limit(sum));
        double Candidate(double sum) => Formula.Activate(s.Candidate, (float)Limit(sum));
        double Peephole(int gate, int unit, double cell) => s.Peepholes is { } p ? m.Float(p, (gate * Filled) + unit) * cell : 0;
        double[] Units(Func<int, double> value) => [.. Enumerable.Range(0, s.Size).Select(value)];
        switch (s.Cell)
        {
            case RecurrentCell.Rnn:
                return (Units(i => Candidate(Sum(0, i))), c);
            case RecurrentCell.Gru or RecurrentCell.LinearGru:
                double[] reset = Units(i => Gate(Sum(1, i)));
                double[] resetState = Units(i => reset[i] * h[i]);
                double[] candidates = s.Cell == RecurrentCell.Gru
                    ? Units(i => Candidate(X(2, i) + Product(2, i, resetState)))
                    : Units(i => Candidate(X(2, i) + (reset[i] * (m.Float(s.Bias!.Value, i) + Product(2, i, h)))));
                return (Units(i => candidates[i] + (Gate(Sum(0, i)) * (h[i] - candidates[i]))), c);
            default:
                double[] letsIn = Units(i => Gate(Sum(0, i) + Peephole(0, i, c[i])));
                double[] keeps = Units(i => s.Cell == RecurrentCell.CoupledLstm ? 1 - letsIn[i] : Gate(Sum(2, i) + Peephole(2, i, c[i])));
                double[] cells = Units(i => (keeps[i] * c[i]) + (letsIn[i] * Candidate(Sum(3, i))));
                return (Units(i => Gate(Sum(1, i) + Peephole(1, i, cells[i])) * Formula.Activate(s.Output, (float)cells[i])), cells);
        }
    }

    private int Filled => (s.Size + 15) / 16 * 16;

    private double Product(int gate, int unit, double[] h)
    {
        // [block][state][gate][unit]; those of the gates that come first are packed together.
        (int first, int count) = s.Cell != RecurrentCell.Gru ? (0, gates) : gate < 2 ? (0, 2) : (2, 1);
        long start = (long)first * Filled * s.Size;
        return Enumerable.Range(0, s.Size).Sum(k =>
            h[k] * m.Float(s.Weights, start + ((((((long)(unit / 16) * s.Size) + k) * count) + gate - first) * 16) + (unit % 16)));
    }

    private double Limit(double sum) => Math.Clamp(sum, -s.Clip, s.Clip);

    private double[] Read(Location location, int start) => [.. Enumerable.Range(start, s.Size).Select(i => (double)m.Float(location, i))];

    private void Write(Location location, int start, double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            m.Set(location, start + i, (float)values[i]);
        }
    }
}
