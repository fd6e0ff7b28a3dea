using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Windows over the spatial dimensions; global pools get a window as large as the map.</summary>
internal static class PoolRule
{
    public static void Infer(Node node, Pool op, ShapeScope scope)
    {
        scope.ExpectFloat(node, 0);
        ImmutableArray<int> x = scope.Shape(node, 0);
        int rank = x.Length - 2;
        if (rank < 1)
        {
            throw scope.Invalid(node, $"A pool needs a batch, a channel and spatial dimensions; its input has shape {ShapeArithmetic.Format(x)}.");
        }

        if (rank > 2)
        {
            throw new CompilationException(DiagnosticCode.OperatorUnsupported, $"Pools over {rank} spatial dimensions are not supported.", node.Name);
        }

        ImmutableArray<int> kernel = op.Global ? x[2..] : Windows.OrOnes(node, scope, "kernel_shape", op.KernelShape, rank);
        ImmutableArray<int> strides = Windows.OrOnes(node, scope, "strides", op.Strides, rank);
        ImmutableArray<int> dilations = Windows.OrOnes(node, scope, "dilations", op.Dilations, rank);
        ImmutableArray<int> pads = Windows.Pads(node, scope, op.AutoPad, op.Pads, x.AsSpan()[2..], kernel, strides, dilations);
        int[] explicitPads = [.. pads];
        var shape = new int[x.Length];
        shape[0] = x[0];
        shape[1] = x[1];
        for (int d = 0; d < rank; d++)
        {
            int span = Windows.Span(kernel[d], dilations[d]);
            shape[2 + d] = Windows.Count(node, scope, x[2 + d], pads[d], pads[rank + d], span, strides[d], op.CeilMode);
            CheckWindows(node, op, x[2 + d], shape[2 + d], pads[d], pads[rank + d], kernel[d], dilations[d], strides[d]);
            if (op.CeilMode)
            {
                // Padding that lets rounding down find as many windows.
                explicitPads[rank + d] = Math.Max(((shape[2 + d] - 1) * strides[d]) + span - x[2 + d] - pads[d], 0);
            }
        }

        Pool resolved = op with
        {
            Global = false,
            KernelShape = kernel,
            Strides = strides,
            Dilations = dilations,
            Pads = [.. explicitPads],
            AutoPad = AutoPad.Explicit,
            CeilMode = false,
        };
        scope.Emit(node with { Operator = resolved }, ElementType.Float32, [.. shape]);
    }

    private static void CheckWindows(Node node, Pool op, int input, int outputs, int begin, int end, int kernel, int dilation, int stride)
    {
        for (int i = 0; i < outputs; i++)
        {
            long origin = ((long)i * stride) - begin;
            long first = origin >= 0 ? 0 : (-origin + dilation - 1) / dilation;
            if (first >= kernel || origin + (first * dilation) >= input)
            {
                throw new CompilationException(DiagnosticCode.OperatorUnsupported, "A pool with a window that lies in its padding entirely is not supported.", node.Name);
            }
        }

        // Whether elements behind the padding count is where implementations disagree.
        if (op is { Function: PoolFunction.AverageIncludingPad, CeilMode: true }
            && ((long)(outputs - 1) * stride) + Windows.Span(kernel, dilation) > (long)input + begin + end)
        {
            throw new CompilationException(
                DiagnosticCode.OperatorUnsupported,
                "AveragePool with count_include_pad and ceil_mode is not supported where a window reaches beyond the padding.",
                node.Name);
        }
    }
}
