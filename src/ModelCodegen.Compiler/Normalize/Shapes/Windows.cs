using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Extents and paddings of convolutions and pools.</summary>
internal static class Windows
{
    /// <summary>The attribute, or as many ones as there are spatial dimensions.</summary>
    public static ImmutableArray<int> OrOnes(Node node, ShapeScope scope, string name, ImmutableArray<int> values, int rank)
    {
        if (values.IsEmpty)
        {
            return [.. Enumerable.Repeat(1, rank)];
        }

        return values.Length == rank ? values : throw scope.Invalid(node, $"The attribute '{name}' has {values.Length} elements where there are {rank} spatial dimensions.");
    }

    /// <summary>The paddings, those of auto_pad resolved.</summary>
    public static ImmutableArray<int> Pads(
        Node node,
        ShapeScope scope,
        AutoPad auto,
        ImmutableArray<int> pads,
        ReadOnlySpan<int> input,
        ImmutableArray<int> kernel,
        ImmutableArray<int> strides,
        ImmutableArray<int> dilations)
    {
        int rank = kernel.Length;
        if (auto == AutoPad.Explicit && !pads.IsEmpty)
        {
            return pads.Length == 2 * rank ? pads : throw scope.Invalid(node, $"The attribute 'pads' has {pads.Length} elements where {2 * rank} are needed.");
        }

        var result = new int[2 * rank];
        if (auto is AutoPad.SameUpper or AutoPad.SameLower)
        {
            for (int d = 0; d < rank; d++)
            {
                int outputs = (input[d] + strides[d] - 1) / strides[d];
                int total = Math.Max(checked(((outputs - 1) * strides[d]) + Span(kernel[d], dilations[d]) - input[d]), 0);
                result[d] = auto == AutoPad.SameUpper ? total / 2 : total - (total / 2);
                result[rank + d] = total - result[d];
            }
        }

        return [.. result];
    }

    /// <summary>How many elements a window reaches over.</summary>
    public static int Span(int kernel, int dilation) => checked(((kernel - 1) * dilation) + 1);

    /// <summary>How many windows there are along a dimension.</summary>
    public static int Count(Node node, ShapeScope scope, int input, int begin, int end, int span, int stride, bool ceil)
    {
        int room = checked(input + begin + end - span);
        if (room < 0)
        {
            throw scope.Invalid(node, $"The window of {span} is larger than the padded input of {input + begin + end}.");
        }

        int count = ((ceil ? checked(room + stride - 1) : room) / stride) + 1;

        // A window that begins behind the input and its leading padding would see nothing.
        return ceil && (count - 1) * (long)stride >= (long)input + begin ? count - 1 : count;
    }
}
