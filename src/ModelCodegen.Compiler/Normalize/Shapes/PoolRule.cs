using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>
/// Windows over the spatial dimensions; global pools get a window as large as the map. Pools over more than two dimensions
/// are pools of pools; what else there is no fast code for becomes a <see cref="WindowPool"/>.
/// </summary>
internal static class PoolRule
{
    public static void Infer(Node node, Pool op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int rank = x.Length - 2;
        if (rank < 1)
        {
            throw scope.Invalid(node, $"A pool needs a batch, a channel and spatial dimensions; its input has shape {ShapeArithmetic.Format(x)}.");
        }

        ImmutableArray<int> kernel = op.Global ? x[2..] : Windows.OrOnes(node, scope, "kernel_shape", op.KernelShape, rank);
        ImmutableArray<int> strides = Windows.OrOnes(node, scope, "strides", op.Strides, rank);
        ImmutableArray<int> dilations = Windows.OrOnes(node, scope, "dilations", op.Dilations, rank);
        ImmutableArray<int> pads = Windows.Pads(node, scope, op.AutoPad, op.Pads, x.AsSpan()[2..], kernel, strides, dilations);
        int[] explicitPads = [.. pads];
        var counts = new int[rank];
        ElementType type = scope.Type(node, 0);
        bool bytes = type is ElementType.UInt8 or ElementType.Int8 && op.Function == PoolFunction.Max;
        bool fast = (bytes || type == ElementType.Float32) && op.Exponent is null && node.Outputs[0].Length > 0 && node.Outputs.Skip(1).All(output => output.Length == 0);
        for (int d = 0; d < rank; d++)
        {
            int span = Windows.Span(kernel[d], dilations[d]);
            counts[d] = Windows.Count(node, scope, x[2 + d], pads[d], pads[rank + d], span, strides[d], op.CeilMode);
            fast &= !HasEmptyWindow(x[2 + d], counts[d], pads[d], kernel[d], dilations[d], strides[d]);

            // What lies behind the padding does not count, though the window reaches there.
            fast &= op is not { Function: PoolFunction.AverageIncludingPad, CeilMode: true }
                || ((long)(counts[d] - 1) * strides[d]) + span <= (long)x[2 + d] + pads[d] + pads[rank + d];
            if (op.CeilMode)
            {
                // Padding that lets rounding down find as many windows.
                explicitPads[rank + d] = Math.Max(((counts[d] - 1) * strides[d]) + span - x[2 + d] - pads[d], 0);
            }
        }

        if (!fast)
        {
            WindowPool general = General(op, kernel, strides, dilations, pads, [.. counts]);
            KernelOperatorRule.Infer(node with { Operator = general }, general, scope);
            return;
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
        if (type == ElementType.Int8)
        {
            // Signed bytes and unsigned ones that are larger by 128 have the same order.
            var expansion = new NodeExpansion(node, scope);
            expansion.Into(node.Output, new ShiftSign(ElementType.Int8), expansion.Part(op, expansion.Part(new ShiftSign(ElementType.UInt8), node.Inputs[0])));
            return;
        }

        if (rank > 2)
        {
            Nest(node, resolved, op.Global, scope, x, counts);
            return;
        }

        scope.Emit(node with { Operator = resolved, Outputs = [node.Output] }, type, [x[0], x[1], .. counts]);
    }

    // A global pool's map is one row. Any other pool takes the last two dimensions first, the outer ones counting as
    // channels, and then one outer dimension after the other.
    private static void Nest(Node node, Pool op, bool isGlobal, ShapeScope scope, ImmutableArray<int> x, int[] counts)
    {
        var expansion = new NodeExpansion(node, scope);
        if (isGlobal)
        {
            string row = expansion.Reshape(node.Inputs[0], [x[0], x[1], ShapeArithmetic.Length(x[2..])]);
            expansion.ReshapeInto(node.Output, expansion.Part(new Pool { Function = op.Function, Global = true }, row), [x[0], x[1], .. counts]);
            return;
        }

        int rank = counts.Length;
        int outer = ShapeArithmetic.Length(x[1..^2]);
        string value = expansion.Part(Inner(op, rank - 2, 2), expansion.Reshape(node.Inputs[0], [x[0], outer, x[^2], x[^1]]));
        for (int d = rank - 3; d >= 0; d--)
        {
            outer /= x[2 + d];
            int inner = ShapeArithmetic.Length(counts.AsSpan()[(d + 1)..]);
            Pool column = Inner(op, d, 1) with
            {
                KernelShape = [op.KernelShape[d], 1],
                Strides = [op.Strides[d], 1],
                Dilations = [op.Dilations[d], 1],
                Pads = [op.Pads[d], 0, op.Pads[rank + d], 0],
            };
            value = expansion.Part(column, expansion.Reshape(value, [x[0], outer, x[2 + d], inner]));
        }

        expansion.ReshapeInto(node.Output, value, [x[0], x[1], .. counts]);
    }

    private static Pool Inner(Pool op, int first, int count) => op with
    {
        KernelShape = op.KernelShape.Slice(first, count),
        Strides = op.Strides.Slice(first, count),
        Dilations = op.Dilations.Slice(first, count),
        Pads = [.. op.Pads.Slice(first, count), .. op.Pads.Slice((op.Pads.Length / 2) + first, count)],
    };

    private static WindowPool General(
        Pool op, ImmutableArray<int> kernel, ImmutableArray<int> strides, ImmutableArray<int> dilations, ImmutableArray<int> pads, ImmutableArray<int> counts) => new()
        {
            Function = op switch
            {
                { Exponent: not null } => WindowFunction.Norm,
                { Function: PoolFunction.Max } => WindowFunction.Max,
                { Function: PoolFunction.Average } => WindowFunction.Average,
                _ => WindowFunction.AverageIncludingPadding,
            },
            Exponent = op.Exponent ?? 0,
            Kernel = kernel,
            Strides = strides,
            Dilations = dilations,
            Pads = pads,
            Counts = counts,
            ColumnMajorIndices = op.ColumnMajorIndices,
        };

    private static bool HasEmptyWindow(int input, int outputs, int begin, int kernel, int dilation, int stride)
    {
        for (int i = 0; i < outputs; i++)
        {
            long origin = ((long)i * stride) - begin;
            long first = origin >= 0 ? 0 : (-origin + dilation - 1) / dilation;
            if (first >= kernel || origin + (first * dilation) >= input)
            {
                return true;
            }
        }

        return false;
    }
}
