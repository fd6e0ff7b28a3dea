using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Pooling over maps with adjacent channels.</summary>
internal static class PoolLowering
{
    public static void Lower(LoweringContext context, Node node, Pool pool)
    {
        Placement input = context.ReadMap(node.Inputs[0], default);
        Placement output = context.WriteMap(node.Output);
        (int inputHeight, int inputWidth) = MapGeometry.Extents(input.Shape);
        (int outputHeight, int outputWidth) = MapGeometry.Extents(output.Shape);
        (int inputRow, int inputPixel) = MapGeometry.Strides(input);
        (int outputRow, int outputPixel) = MapGeometry.Strides(output);
        (int kernelHeight, int kernelWidth) = MapGeometry.Pair(pool.KernelShape);
        (int strideHeight, int strideWidth) = MapGeometry.Pair(pool.Strides);
        (int dilationHeight, int dilationWidth) = MapGeometry.Pair(pool.Dilations);
        int spatial = pool.Pads.Length / 2;
        (int padTop, int padLeft) = spatial == 2 ? (pool.Pads[0], pool.Pads[1]) : (0, pool.Pads[0]);
        Quantization? from = context.Graph.QuantizationOf(node.Inputs[0]);
        Quantization? to = context.Graph.QuantizationOf(node.Output);
        (int low, int high) = to is null ? (0, 255) : Clamp.Of(pool.Activation, to);
        context.Emit(
            () => new PoolStep(
                node.Name,
                $"{pool.Function} pooling {kernelHeight}x{kernelWidth}, stride {strideHeight}x{strideWidth}",
                pool.Function,
                input.Type,
                input.Locate(),
                output.Locate(),
                input.Shape[0],
                input.Strides[0],
                output.Strides[0],
                inputHeight,
                inputWidth,
                inputRow,
                inputPixel,
                outputHeight,
                outputWidth,
                outputRow,
                outputPixel,
                input.Shape[1],
                kernelHeight,
                kernelWidth,
                strideHeight,
                strideWidth,
                padTop,
                padLeft,
                dilationHeight,
                dilationWidth,
                to is null ? pool.Activation : Activation.None,
                from?.ZeroPoint ?? 0,
                from is null || to is null ? 1 : (float)((double)from.Scale / to.Scale),
                to?.ZeroPoint ?? 0,
                low,
                high),
            input,
            output);
    }
}
