using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Windows over the spatial dimensions.</summary>
internal static class ConvRule
{
    public static void Infer(Node node, Conv op, ShapeScope scope)
    {
        scope.ExpectFloat(node, 0, 1, 2);
        ImmutableArray<int> x = scope.Shape(node, 0);
        Tensor weights = scope.ConstantInput(node, 1, "weights")!;
        ImmutableArray<int> w = weights.Shape;
        int rank = x.Length - 2;
        if (rank is not (1 or 2))
        {
            throw rank < 1
                ? scope.Invalid(node, $"Conv needs a batch, a channel and spatial dimensions; its input has shape {ShapeArithmetic.Format(x)}.")
                : new CompilationException(DiagnosticCode.OperatorUnsupported, $"Conv over {rank} spatial dimensions is not supported.", node.Name);
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

        if (scope.ConstantInput(node, 2, "a bias") is { } bias && (bias.Shape.Length != 1 || bias.Length != w[0]))
        {
            throw scope.Invalid(node, $"The bias has shape {ShapeArithmetic.Format(bias.Shape)} where there are {w[0]} output channels.");
        }

        ImmutableArray<int> strides = Windows.OrOnes(node, scope, "strides", op.Strides, rank);
        ImmutableArray<int> dilations = Windows.OrOnes(node, scope, "dilations", op.Dilations, rank);
        ImmutableArray<int> pads = Windows.Pads(node, scope, op.AutoPad, op.Pads, x.AsSpan()[2..], kernel, strides, dilations);
        var shape = new int[x.Length];
        shape[0] = x[0];
        shape[1] = w[0];
        for (int d = 0; d < rank; d++)
        {
            shape[2 + d] = Windows.Count(node, scope, x[2 + d], pads[d], pads[rank + d], Windows.Span(kernel[d], dilations[d]), strides[d], ceil: false);
        }

        // The reference copies the input into its border.
        scope.CheckSize(ElementType.Float32, [.. x.Select((extent, d) => d < 2 ? extent : checked(extent + pads[d - 2] + pads[rank + d - 2]))]);
        Conv resolved = op with { KernelShape = kernel, Strides = strides, Dilations = dilations, Pads = pads, AutoPad = AutoPad.Explicit };
        scope.Emit(node with { Operator = resolved }, ElementType.Float32, [.. shape]);
    }
}
