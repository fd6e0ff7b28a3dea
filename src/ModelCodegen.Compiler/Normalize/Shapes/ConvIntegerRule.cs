using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Windows over one to three spatial dimensions.</summary>
internal static class ConvIntegerRule
{
    public static void Infer(Node node, ConvInteger op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        ImmutableArray<int> w = scope.Shape(node, 1);
        int rank = x.Length - 2;
        if (rank is not (1 or 2 or 3) || w.Length != x.Length)
        {
            throw scope.Invalid(node, $"Weights of shape {ShapeArithmetic.Format(w)} do not fit the input of shape {ShapeArithmetic.Format(x)}.");
        }

        ImmutableArray<int> kernel = w[2..];
        Conv window = op.Window;
        if (!window.KernelShape.IsEmpty && !window.KernelShape.SequenceEqual(kernel))
        {
            throw scope.Invalid(node, $"The attribute 'kernel_shape' {ShapeArithmetic.Format(window.KernelShape)} contradicts the weights' shape {ShapeArithmetic.Format(w)}.");
        }

        ImmutableArray<int> strides = Windows.OrOnes(node, scope, "strides", window.Strides, rank);
        ImmutableArray<int> dilations = Windows.OrOnes(node, scope, "dilations", window.Dilations, rank);
        ImmutableArray<int> pads = Windows.Pads(node, scope, window.AutoPad, window.Pads, x.AsSpan()[2..], kernel, strides, dilations);
        for (int d = 0; d < rank; d++)
        {
            _ = Windows.Count(node, scope, x[2 + d], pads[d], pads[rank + d], Windows.Span(kernel[d], dilations[d]), strides[d], ceil: false);
        }

        Conv resolved = window with { KernelShape = kernel, Strides = strides, Dilations = dilations, Pads = pads, AutoPad = AutoPad.Explicit };
        var integer = new ConvInteger(resolved);
        KernelOperatorRule.Infer(node with { Operator = integer }, integer, scope);
    }
}
