using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>What a transposed convolution gives, and by what: a convolution where the weights are known.</summary>
internal static class ConvTransposeRule
{
    // Phases that use few of their taps are not worth it.
    private const int LargestGrowth = 4;

    public static void Infer(Node node, ConvTranspose op, ShapeScope scope)
    {
        ElementType type = scope.Type(node, 0);
        ImmutableArray<int> x = scope.Shape(node, 0);
        ImmutableArray<int> w = scope.Shape(node, 1);
        int rank = x.Length - 2;
        if (rank < 1 || w.Length != x.Length || w.Contains(0) || x.Contains(0) || w[0] != x[1] || w[0] % op.Group != 0)
        {
            throw scope.Invalid(node, $"Weights of shape {ShapeArithmetic.Format(w)} in {op.Group} groups do not fit the input of shape {ShapeArithmetic.Format(x)}.");
        }

        int channels = checked(w[1] * op.Group);
        if (node.HasInput(2) && scope.Shape(node, 2) is var bias && !bias.SequenceEqual([channels]))
        {
            throw scope.Invalid(node, $"The bias has shape {ShapeArithmetic.Format(bias)} where there are {channels} output channels.");
        }

        if (!op.KernelShape.IsEmpty && !op.KernelShape.SequenceEqual(w[2..]))
        {
            throw scope.Invalid(node, $"The attribute 'kernel_shape' {ShapeArithmetic.Format(op.KernelShape)} contradicts the weights' shape {ShapeArithmetic.Format(w)}.");
        }

        ImmutableArray<int> strides = Windows.OrOnes(node, scope, "strides", op.Strides, rank);
        ImmutableArray<int> dilations = Windows.OrOnes(node, scope, "dilations", op.Dilations, rank);
        ImmutableArray<int> added = op.OutputPadding.IsEmpty ? [.. new int[rank]] : Windows.OrOnes(node, scope, "output_padding", op.OutputPadding, rank);
        ImmutableArray<int> wished = op.OutputShape.Length == rank + 2 ? op.OutputShape[2..] : op.OutputShape;
        if (!wished.IsEmpty && wished.Length != rank)
        {
            throw scope.Invalid(node, $"The attribute 'output_shape' has {wished.Length} elements where there are {rank} spatial dimensions.");
        }

        if (!op.Pads.IsEmpty && op.Pads.Length != 2 * rank)
        {
            throw scope.Invalid(node, $"The attribute 'pads' has {op.Pads.Length} elements where {2 * rank} are needed.");
        }

        var begins = new int[rank];
        var counts = new int[rank];
        for (int d = 0; d < rank; d++)
        {
            int whole = checked(((x[2 + d] - 1) * strides[d]) + added[d] + Windows.Span(w[2 + d], dilations[d]));
            if (!wished.IsEmpty || op.AutoPad is AutoPad.SameUpper or AutoPad.SameLower)
            {
                // An odd number is cut off more at the begin, but with SAME_UPPER.
                int cut = Math.Max(whole - (wished.IsEmpty ? checked(x[2 + d] * strides[d]) : wished[d]), 0);
                begins[d] = op.AutoPad == AutoPad.SameUpper ? cut / 2 : cut - (cut / 2);
                counts[d] = wished.IsEmpty ? whole - cut : wished[d];
            }
            else
            {
                bool given = op.AutoPad == AutoPad.Explicit && !op.Pads.IsEmpty;
                begins[d] = given ? op.Pads[d] : 0;
                counts[d] = whole - (given ? op.Pads[d] + op.Pads[rank + d] : 0);
            }

            if (counts[d] <= 0)
            {
                throw scope.Invalid(node, $"Nothing is left of spatial dimension {d}.");
            }
        }

        if (type == ElementType.Float32 && scope.Constant(node.Inputs[1]) is { Type: ElementType.Float32 } weights
            && PhasedConvolution.Growth(w[2..], strides, dilations) <= LargestGrowth)
        {
            PhasedConvolution.Expand(node, op.Group, weights, scope, strides, dilations, begins, counts);
            return;
        }

        var direct = new DirectConv
        {
            IsTransposed = true,
            Group = op.Group,
            Strides = strides,
            Dilations = dilations,
            Begins = [.. begins],
            Counts = [.. counts],
        };
        DirectConvolution.Emit(node, direct, scope, type, channels);
    }
}
