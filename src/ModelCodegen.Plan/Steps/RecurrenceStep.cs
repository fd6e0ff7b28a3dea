namespace ModelCodegen.Plan;

/// <summary>
/// One direction of a recurrent network of floats, step by step; what a step computes is said at <see cref="RecurrentCell"/>.
/// Sums and states of all steps have rows: that of step t of sequence b is <c>t * TimeStep + b * BatchStep</c>. Each sum is made
/// by fused multiply-adds in the order of the states, beginning with x: the same bits everywhere.
/// <para><b>Packing.</b> Weights are <c>[block of 16 units][state][gate][16 units]</c>, zeros behind the last unit; for
/// <see cref="RecurrentCell.Gru"/> first those of z and r of all blocks, then those of n. Bias and each gate's peepholes are
/// filled up to whole blocks.</para>
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Cell">What a step computes.</param>
/// <param name="Sums">x, rows of the gates' sums [gates * Size], biases inside; in the arena.</param>
/// <param name="Weights">R, see above.</param>
/// <param name="InitialState">[Batches, Size]</param>
/// <param name="States">The states of all steps, rows of Size; 0 behind a sequence's end.</param>
/// <param name="LastState">[Batches, Size]</param>
/// <param name="Scratch">Six rows of Size, filled up to whole blocks.</param>
/// <param name="Time">Steps.</param>
/// <param name="Batches">Sequences.</param>
/// <param name="TimeStep">Rows from step to step.</param>
/// <param name="BatchStep">Rows from sequence to sequence.</param>
/// <param name="Size">States of a step.</param>
/// <param name="IsReverse">Whether it goes from the end of each sequence to its beginning.</param>
/// <param name="Gate">f</param>
/// <param name="Candidate">g</param>
/// <param name="Output">o</param>
/// <param name="Clip">What the arguments of Gate and Candidate are limited to, in both directions.</param>
/// <param name="Lengths">int32 per sequence; without it all have <paramref name="Time"/> steps.</param>
/// <param name="Bias"><see cref="RecurrentCell.LinearGru"/> only.</param>
/// <param name="InitialCell">LSTM only, [Batches, Size].</param>
/// <param name="LastCell">LSTM only, [Batches, Size].</param>
/// <param name="Peepholes">LSTM only, those of i, o and e; may be missing.</param>
public sealed record RecurrenceStep(
    string Node,
    RecurrentCell Cell,
    Location Sums,
    Location Weights,
    Location InitialState,
    Location States,
    Location LastState,
    Location Scratch,
    int Time,
    int Batches,
    int TimeStep,
    int BatchStep,
    int Size,
    bool IsReverse,
    Activation Gate,
    Activation Candidate,
    Activation Output,
    float Clip = float.PositiveInfinity,
    Location? Lengths = null,
    Location? Bias = null,
    Location? InitialCell = null,
    Location? LastCell = null,
    Location? Peepholes = null)
    : Step(Node);
