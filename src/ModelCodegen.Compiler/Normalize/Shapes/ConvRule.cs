using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>
/// Windows over the spatial dimensions. One or two dimensions and known weights have fast code; three dimensions are
/// brought to two, everything else becomes a <see cref="DirectConv"/>.
/// </summary>
internal static class ConvRule
{
    public static void Infer(Node node, Conv op, ShapeScope scope)
    {
        ElementType type = scope.Type(node, 0);
        ImmutableArray<int> x = scope.Shape(node, 0);
        ImmutableArray<int> w = scope.Shape(node, 1);
        int rank = x.Length - 2;
        if (rank < 1)
        {
            throw scope.Invalid(node, $"Conv needs a batch, a channel and spatial dimensions; its input has shape {ShapeArithmetic.Format(x)}.");
        }

        if (w.Length != x.Length || w.Contains(0) || (long)w[1] * op.Group != x[1] || w[0] % op.Group != 0)
        {
            throw scope.Invalid(node, $"Weights of shape {ShapeArithmetic.Format(w)} in {op.Group} groups do not fit the input of shape {ShapeArithmetic.Format(x)}.");
        }

        ImmutableArray<int> kernel = w[2..];
        if (!op.KernelShape.IsEmpty && !op.KernelShape.SequenceEqual(kernel))
        {
            throw scope.Invalid(node, $"The attribute 'kernel_shape' {ShapeArithmetic.Format(op.KernelShape)} contradicts the weights' shape {ShapeArithmetic.Format(w)}.");
        }

        if (node.HasInput(2) && scope.Shape(node, 2) is var bias && !bias.SequenceEqual([w[0]]))
        {
            throw scope.Invalid(node, $"The bias has shape {ShapeArithmetic.Format(bias)} where there are {w[0]} output channels.");
        }

        ImmutableArray<int> strides = Windows.OrOnes(node, scope, "strides", op.Strides, rank);
        ImmutableArray<int> dilations = Windows.OrOnes(node, scope, "dilations", op.Dilations, rank);
        ImmutableArray<int> pads = Windows.Pads(node, scope, op.AutoPad, op.Pads, x.AsSpan()[2..], kernel, strides, dilations);
        ImmutableArray<int> counts =
        [
            .. Enumerable.Range(0, rank).Select(d => Windows.Count(
                node, scope, x[2 + d], pads[d], pads[rank + d], Windows.Span(kernel[d], dilations[d]), strides[d], ceil: false)),
        ];
        Conv resolved = op with { KernelShape = kernel, Strides = strides, Dilations = dilations, Pads = pads, AutoPad = AutoPad.Explicit };
        bool known = type == ElementType.Float32 && scope.Constant(node.Inputs[1]) is { Type: ElementType.Float32 };
        if (!known || rank > 3)
        {
            Directly(node, resolved, scope, type, counts);
        }
        else if (rank == 3)
        {
            DepthToChannels.Expand(node, resolved, scope, counts);
        }
        else if (node.HasInput(2) && scope.Constant(node.Inputs[2]) is null)
        {
            var expansion = new NodeExpansion(node, scope);
            string product = expansion.Part(resolved, node.Inputs[0], node.Inputs[1]);
            string column = expansion.Reshape(node.Inputs[2], [w[0], .. Enumerable.Repeat(1, rank)]);
            expansion.Into(node.Output, new Binary(BinaryFunction.Add), product, column);
        }
        else
        {
            scope.ExpectFloat(node, 2);

            // The reference copies the input into its border.
            scope.CheckSize(type, [.. x.Select((extent, d) => d < 2 ? extent : checked(extent + pads[d - 2] + pads[rank + d - 2]))]);
            scope.Emit(node with { Operator = resolved }, type, [x[0], w[0], .. counts]);
        }
    }

    private static void Directly(Node node, Conv op, ShapeScope scope, ElementType type, ImmutableArray<int> counts)
    {
        var direct = new DirectConv
        {
            Group = op.Group,
            Strides = op.Strides,
            Dilations = op.Dilations,
            Begins = op.Pads[..counts.Length],
            Counts = counts,
        };
        DirectConvolution.Emit(node, direct, scope, type, scope.Shape(node, 1)[0]);
    }
}
