using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// One direction of a recurrent network, step by step. Inputs: x [time, batch, gates * size], which is the product with the
/// input weights plus biases; the recurrent weights, transposed, [size, gates * size]; the initial states [batch, size], or
/// one number; the sequences' lengths [batch], or one. Results: the states of all steps, and the last ones.
/// </summary>
/// <param name="IsReverse">Whether it goes from the end of each sequence to its beginning.</param>
/// <param name="IsBatchFirst">Whether x and the states of all steps are [batch, time, ...].</param>
/// <param name="Clip">What the functions' arguments are limited to, in both directions.</param>
public abstract record Recurrence(bool IsReverse, bool IsBatchFirst, float Clip) : KernelOperator
{
    /// <summary>The number of sums per state.</summary>
    protected abstract int Gates { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> weights = operands.Shape(1);
        operands.Expect(0, ElementTypeExtensions.IsFloat, "a float");
        operands.ExpectSameType(0, 1);
        if (x.Length != 3 || weights.Length != 2 || weights[0] == 0 || weights[1] != Gates * weights[0] || x[2] != weights[1])
        {
            throw operands.Invalid($"Recurrent weights of shape {ShapeArithmetic.Format(weights)} (transposed) do not fit {Gates} gates and sums of shape {ShapeArithmetic.Format(x)}");
        }

        operands.Expect(3, type => type == ElementType.Int32, "a length");
        (_, int batch, int size) = Extents(operands);
        ExpectState(operands, 2, [batch, size]);
        ExpectShape(operands, 3, [batch]);
        return [operands[0] with { Shape = x.SetItem(2, size) }, operands[0] with { Shape = [batch, size] }];
    }

    /// <summary>The number of steps, of sequences and of states.</summary>
    public (int Time, int Batch, int Size) Extents(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        return (x[IsBatchFirst ? 1 : 0], x[IsBatchFirst ? 0 : 1], operands.Shape(1)[0]);
    }

    /// <summary>The kernel's arguments that say where things are: time, batch, steps from row to row, size, direction.</summary>
    protected ImmutableArray<CallArgument> Walk(Operands operands)
    {
        (int time, int batch, int size) = Extents(operands);
        return [time, batch, IsBatchFirst ? 1 : batch, IsBatchFirst ? time : 1, size, IsReverse];
    }

    /// <summary>The kernel's arguments that functions need.</summary>
    protected static ImmutableArray<CallArgument> Parameters(params RecurrentFunction[] functions) =>
        [.. functions.SelectMany(function => new CallArgument[] { (double)function.A, (double)function.B })];

    /// <summary>Throws unless the operand is of x' type and of that shape, or one number.</summary>
    protected static void ExpectState(Operands operands, int input, ImmutableArray<int> shape)
    {
        operands.ExpectSameType(0, input);
        ExpectShape(operands, input, shape);
    }

    private static void ExpectShape(Operands operands, int input, ImmutableArray<int> shape)
    {
        if (operands.Length(input) != 1 && !operands.Shape(input).SequenceEqual(shape))
        {
            throw operands.Invalid($"Its input {input} is of shape {ShapeArithmetic.Format(operands.Shape(input))}, not {ShapeArithmetic.Format(shape)}");
        }
    }
}
