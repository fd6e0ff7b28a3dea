using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Conv becomes an implicit GEMM over a bordered map, or the depthwise kernel.</summary>
internal static class ConvLowering
{
    public static void Lower(LoweringContext context, Node node, Conv conv)
    {
        Border pads = MapGeometry.Pads(conv);
        Placement input = context.ReadMap(node.Inputs[0], pads);
        Placement output = context.WriteMap(node.Output);
        (int row, int pixel) = MapGeometry.Strides(input);
        (int outputRow, int outputPixel) = MapGeometry.Strides(output);
        (int height, int width) = MapGeometry.Extents(output.Shape);
        (int strideHeight, int strideWidth) = MapGeometry.Pair(conv.Strides);

        // The first output pixel begins inside the border.
        int origin = -(pads.Top * row) - (pads.Left * pixel);
        string description = Describe(conv);
        if (conv.IsDepthwise(input.Shape[1], output.Shape[1]))
        {
            LowerDepthwise();
            return;
        }

        int inputImage = input.Strides[0];
        int outputImage = output.Strides[0];
        int inputRow = strideHeight * row;
        if (pads == default && strideHeight == 1 && strideWidth == 1 && height > 1
            && conv.KernelShape.All(extent => extent == 1) && row == width * pixel && outputRow == width * outputPixel)
        {
            // A 1x1 convolution does not care where rows end.
            (height, width) = (1, height * width);
        }

        var geometry = new ConvStep(
            node.Name,
            description,
            input.Type,
            output.Type,
            Location.Arena(0),
            Location.Weights(0),
            Location.Weights(0),
            Location.Arena(0),
            Images: input.Shape[0],
            InputImageStride: inputImage,
            OutputImageStride: outputImage,
            Groups: conv.Group,
            InputGroupStride: input.Shape[1] / conv.Group,
            OutputGroupStride: output.Shape[1] / conv.Group,
            Height: height,
            InputRowStride: inputRow,
            OutputRowStride: outputRow,
            Width: width,
            InputPixelStride: strideWidth * pixel,
            OutputPixelStride: outputPixel,
            Channels: output.Shape[1] / conv.Group,
            KernelRows: 0,
            KernelRowStride: 0,
            KernelColumns: 0,
            KernelColumnStride: 0,
            Run: 0,
            new Tile(1, 1, 1),
            Activation.None);
        ProductLowering.Emit(context, node, conv.Activation, conv.Group, KernelWalk.OfConv(conv, input), geometry, input, output, origin);

        void LowerDepthwise()
        {
            Tensor weights = context.Graph.Constants[node.Inputs[1]];
            sbyte[][]? codes = input.Type == ElementType.Float32 ? null : WeightedNodes.ByChannel<sbyte>(node, weights);
            (int kernelHeight, int kernelWidth) = MapGeometry.Pair(conv.KernelShape);
            (int dilationHeight, int dilationWidth) = MapGeometry.Pair(conv.Dilations);
            Location packed = codes is not null
                ? context.Weights.Add<sbyte>(DepthwisePacking.Bytes(codes, kernelHeight, kernelWidth))
                : weights.Type switch
                {
                    ElementType.Int8 => context.Weights.Add<sbyte>(DepthwisePacking.OfFloats(WeightedNodes.ByChannel<sbyte>(node, weights))),
                    ElementType.Float16 => context.Weights.Add<Half>(DepthwisePacking.OfFloats(WeightedNodes.ByChannel<Half>(node, weights))),
                    _ => context.Weights.Add<float>(DepthwisePacking.OfFloats(WeightedNodes.ByChannel<float>(node, weights))),
                };
            int shortSumQuads = input.Type == ElementType.UInt8
                ? ShortSumLayout.QuadsOf(codes!, InputRuns.OfDepthwise(kernelHeight, kernelWidth), ShortSums.MostColumns)
                : 0;
            Epilogue epilogue = Epilogue.Make(
                context, node, conv.Activation, codes, output.Shape[1], new ChannelLayout(1, HalfBlocks: false));
            Placement? dynamic = codes is not null && output.Type == ElementType.Float32
                ? context.ParametersOf(node.Inputs[0])
                : null;
            context.Emit(
                () => new DepthwiseStep(
                    node.Name,
                    description,
                    input.Type,
                    output.Type,
                    input.Locate(origin),
                    packed,
                    epilogue.Bias,
                    output.Locate(),
                    input.Shape[0],
                    input.Strides[0],
                    output.Strides[0],
                    height,
                    strideHeight * row,
                    outputRow,
                    width,
                    strideWidth * pixel,
                    outputPixel,
                    (output.Shape[1] + LayoutRequirements.DepthwiseBlock - 1) / LayoutRequirements.DepthwiseBlock * LayoutRequirements.DepthwiseBlock,
                    kernelHeight,
                    dilationHeight * row,
                    kernelWidth,
                    dilationWidth * pixel,
                    epilogue.Activation,
                    epilogue.Scale,
                    epilogue.OutputZeroPoint,
                    epilogue.Low,
                    epilogue.High,
                    dynamic?.Locate(),
                    epilogue.WeightSums,
                    ProductLowering.NarrowType(input, weights),
                    epilogue.OutputScale,
                    shortSumQuads),
                input,
                output,
                dynamic);
        }
    }

    private static string Describe(Conv conv)
    {
        var parts = new List<string> { $"Conv {string.Join("x", conv.KernelShape)}" };
        if (conv.Strides.Any(stride => stride != 1))
        {
            parts.Add($"stride {string.Join("x", conv.Strides.Distinct())}");
        }

        if (conv.Dilations.Any(dilation => dilation != 1))
        {
            parts.Add($"dilation {string.Join("x", conv.Dilations.Distinct())}");
        }

        if (conv.Group > 1)
        {
            parts.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{conv.Group} groups"));
        }

        if (!conv.Activation.IsNone)
        {
            parts.Add(new Unary(conv.Activation).Name);
        }

        return string.Join(", ", parts);
    }
}
