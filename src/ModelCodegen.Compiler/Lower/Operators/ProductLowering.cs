using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>What Conv, Gemm and MatMul by constant weights have in common: packed weights and an epilogue.</summary>
internal static class ProductLowering
{
    /// <summary>Stores a layer's weights and epilogue, and appends its step.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="node">The layer.</param>
    /// <param name="activation">What it ends with.</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="walk">How the kernel walks over the input.</param>
    /// <param name="geometry">The step with the loops over images, groups, rows and pixels; weights and epilogue are filled in here.</param>
    /// <param name="input">What is read.</param>
    /// <param name="output">What is written.</param>
    /// <param name="origin">Input elements from the input's first one to the first that the first output reads.</param>
    public static void Emit(
        LoweringContext context, Node node, Activation activation, int groups, KernelWalk walk, ConvStep geometry, Placement input, Placement output, int origin = 0)
    {
        Graph graph = context.Graph;
        Tensor weights = graph.Constants[node.Inputs[1]];
        sbyte[][]? codes = input.Type == ElementType.Float32 ? null : WeightedNodes.ByChannel<sbyte>(node, weights);
        ConvStep step = weights.Type switch
        {
            ElementType.Int8 => Pack<sbyte>(),
            ElementType.Float16 => Pack<Half>(),
            _ => Pack<float>(),
        };
        Epilogue epilogue = Epilogue.Make(
            context, node, activation, codes, WeightedNodes.Channels(node, weights), new ChannelLayout(groups, HalfBlocks: true));
        Placement? dynamic = null;
        Location? known = null;
        if (codes is not null && output.Type == ElementType.Float32)
        {
            if (graph.QuantizationOf(node.Inputs[0]) is { } parameters)
            {
                known = context.Weights.Add<int>([BitConverter.SingleToInt32Bits(parameters.Scale), parameters.ZeroPoint]);
            }
            else
            {
                dynamic = context.ParametersOf(node.Inputs[0]);
            }
        }

        int blocks = geometry.Channels / ChannelLayout.Block;
        int shortSumQuads = input.Type == ElementType.UInt8 ? ShortSumLayout.QuadsOf(codes!, [.. walk.Order.Chunk(walk.Run)], step.BlockStarts is null ? ShortSums.MostQuads : 1) : 0;
        step = step with
        {
            InputType = input.Type,
            OutputType = output.Type,
            Bias = epilogue.Bias,
            Scale = epilogue.Scale,
            NarrowWeights = NarrowType(input, weights),
            WeightSums = epilogue.WeightSums,
            OutputZeroPoint = epilogue.OutputZeroPoint,
            Low = epilogue.Low,
            High = epilogue.High,
            Activation = epilogue.Activation,
            OutputScale = epilogue.OutputScale,
            KernelRows = walk.Rows,
            KernelRowStride = walk.RowStride,
            KernelColumns = walk.Columns,
            KernelColumnStride = walk.ColumnStride,
            Run = walk.Run,
            ShortSumQuads = shortSumQuads,
            Tile = TileChoice.For(input.Type, geometry.Width, step.BlockStarts is null ? blocks : Math.Min(1, blocks), walk.Run, walk.Rows * walk.Columns, shortSumQuads),
        };
        step = WinogradChoice.For(step, codes);
        context.Emit(
            () => step with { Input = input.Locate(origin), Output = output.Locate(), Dynamic = known ?? dynamic?.Locate() },
            input,
            output,
            dynamic);

        ConvStep Pack<T>()
            where T : unmanaged, IEquatable<T> =>
            WithWeights(context, geometry, PackedWeights<T>.Pack(WeightedNodes.ByChannel<T>(node, weights), groups, walk, input.Type));
    }

    /// <summary>The type of weights that floats are multiplied by, where it is a narrower one.</summary>
    public static ElementType? NarrowType(Placement input, Tensor weights) =>
        input.Type == ElementType.Float32 && weights.Type != ElementType.Float32 ? weights.Type : null;

    private static ConvStep WithWeights<T>(LoweringContext context, ConvStep step, PackedWeights<T> packed)
        where T : unmanaged, IEquatable<T>
    {
        step = step with { Weights = context.Weights.Add<T>(packed.Weights) };
        if (packed.BlockStarts is null)
        {
            return step;
        }

        bool narrow = packed.BlockOffsets!.All(offset => offset <= ushort.MaxValue);
        return step with
        {
            BlockStarts = context.Weights.Add<int>(packed.BlockStarts),
            BlockOffsets = narrow
                ? context.Weights.Add<ushort>(Array.ConvertAll(packed.BlockOffsets!, offset => (ushort)offset))
                : context.Weights.Add<int>(packed.BlockOffsets!),
            BlockOffsetType = narrow ? ElementType.UInt16 : ElementType.Int32,
        };
    }
}
