using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Padding and cutting.</summary>
internal static class PadEvaluation
{
    public static Tensor Run(Pad op, EvaluationScope scope)
    {
        Tensor x = scope.Input(0);
        ImmutableArray<int> strides = ShapeArithmetic.Strides(x.Shape);
        var terms = new int[x.Shape.Length][];
        for (int d = 0; d < terms.Length; d++)
        {
            int extent = x.Shape[d];
            int begin = op.Pads[d];
            terms[d] = new int[scope.Output.Shape[d]];
            for (int i = 0; i < terms[d].Length; i++)
            {
                int source = Source(op.Mode, i - begin, extent);
                terms[d][i] = source < 0 ? MappedCopy.Fill : source * strides[d];
            }
        }

        return MappedCopy.Run(x, scope.Output.Shape, terms, op.Value.Bytes);
    }

    private static int Source(PadMode mode, int index, int extent)
    {
        if (index >= 0 && index < extent)
        {
            return index;
        }

        switch (mode)
        {
            case PadMode.Constant:
                return -1;
            case PadMode.Edge:
                return Math.Clamp(index, 0, extent - 1);
            case PadMode.Wrap:
                return ((index % extent) + extent) % extent;
        }

        int period = Math.Max(2 * (extent - 1), 1);
        int phase = ((index % period) + period) % period;
        return phase < extent ? phase : period - phase;
    }
}
