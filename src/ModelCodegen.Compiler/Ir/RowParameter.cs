using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;

namespace ModelCodegen.Compiler.Ir;

/// <summary>
/// A scale or zero point of matrices: one number for all, a vector with one per row (or column), or one per row of every
/// matrix. Steps are 0 where one number stands for several.
/// </summary>
internal readonly struct RowParameter
{
    /// <summary>Finds the steps.</summary>
    /// <param name="operands">The node's operands.</param>
    /// <param name="index">The parameter; an omitted one is the same everywhere.</param>
    /// <param name="rows">The batch's extents and the number of rows.</param>
    public RowParameter(Operands operands, int index, ImmutableArray<int> rows)
    {
        if (!operands.Has(index) || operands.Length(index) == 1)
        {
            return;
        }

        int count = rows[^1];
        int matrices = ShapeArithmetic.Length(rows[..^1]);
        int length = operands.Length(index);
        if (length != count && length != (long)count * matrices)
        {
            throw operands.Invalid($"Its input {index} of shape {ShapeArithmetic.Format(operands.Shape(index))} does not fit {count} rows or columns");
        }

        RowStep = 1;
        MatrixStep = length == count ? 0 : count;
    }

    /// <summary>From matrix to matrix.</summary>
    public int MatrixStep { get; }

    /// <summary>From row to row, or from column to column.</summary>
    public int RowStep { get; }
}
