using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using ModelCodegen.Generator.Emit;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator;

/// <summary>Finds steps whose numbers contradict each other.</summary>
internal static class StepValidation
{
    private static readonly HashSet<string> ElementNames =
        [.. Enum.GetValues(typeof(ElementType)).Cast<ElementType>().Select(static type => type.KernelName())];

    public static IEnumerable<string> Problems(Step step, NetworkPlan plan)
    {
        foreach (Location location in Locations(step))
        {
            if (!InRange(location, plan))
            {
                yield return At(step, $"{location} lies outside its memory");
            }
        }

        foreach (string problem in step switch
        {
            ConvStep conv => Conv(conv, plan),
            DepthwiseStep depthwise => Depthwise(depthwise),
            PoolStep pool => Positive(pool, pool.OutputHeight, pool.OutputWidth, pool.Channels, pool.StrideHeight, pool.StrideWidth, pool.DilationHeight, pool.DilationWidth)
                .Concat(Check(pool, pool.Type is ElementType.UInt8 or ElementType.Float32, "its type is not supported")),
            MatMulStep matMul => Positive(matMul, matMul.Rows, matMul.Columns, matMul.Depth)
                .Concat(Check(matMul, SameRank(matMul.Batch, matMul.BatchStridesA, matMul.BatchStridesB, matMul.BatchStridesOutput), "its batch strides do not match")),
            SoftmaxStep softmax => Positive(softmax, softmax.Length)
                .Concat(Check(softmax, SameRank(softmax.Extents, softmax.StridesInput, softmax.StridesOutput), "its strides do not match"))
                .Concat(InArena(softmax, softmax.Input)),
            NormalizationStep normalization => Positive(normalization, normalization.Rows, normalization.Length)
                .Concat(InArena(normalization, normalization.Input))
                .Concat(normalization.Residual is { } residual ? InArena(normalization, residual) : [])
                .Concat(Check(normalization, normalization.Sum is null || normalization.Residual is not null, "it adds nothing"))
                .Concat(Check(normalization, normalization.Output is not null || normalization.Bytes is not null, "it gives nothing")),
            RecurrenceStep recurrence => Positive(recurrence, recurrence.Time, recurrence.Batches, recurrence.Size)
                .Concat(InArena(recurrence, recurrence.Sums))
                .Concat(Check(recurrence, recurrence.Cell != RecurrentCell.LinearGru || recurrence.Bias is not null, "it has no bias"))
                .Concat(Check(
                    recurrence,
                    recurrence.Cell is not (RecurrentCell.Lstm or RecurrentCell.CoupledLstm) || (recurrence.InitialCell is not null && recurrence.LastCell is not null),
                    "it has no cells")),
            BinaryStep binary => Strided(binary, binary.Extents, binary.StridesA, binary.StridesB, binary.StridesOutput)
                .Concat(Check(binary, binary.Type is ElementType.UInt8 or ElementType.Float32, "its type is not supported")),
            UnaryStep unary => Strided(unary, unary.Extents, unary.StridesInput, unary.StridesOutput),
            LookupStep lookup => Strided(lookup, lookup.Extents, lookup.StridesInput, lookup.StridesOutput),
            ConvertStep convert => Strided(convert, convert.Extents, convert.StridesInput, convert.StridesOutput),
            DynamicQuantizeStep quantize => Strided(quantize, quantize.Extents, quantize.StridesInput, quantize.StridesOutput),
            CallStep call => Call(call, plan),
            FillStep fill => Strided(fill, fill.Extents, fill.Strides)
                .Concat(Check(fill, fill.Type is ElementType.UInt8 or ElementType.Int16 or ElementType.Float32, "its type is not supported"))
                .Concat(Check(fill, fill.Strides.Count == 0 || fill.Strides[fill.Strides.Count - 1] == 1, "its last stride is not 1"))
                .Concat(Check(fill, fill.Type != ElementType.UInt8 || fill.Value is >= 0 and <= 255, "its value is no byte"))
                .Concat(Check(fill, fill.Type != ElementType.Int16 || fill.Value is >= short.MinValue and <= short.MaxValue, "its value is no 16-bit integer")),
            _ => [],
        })
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Call(CallStep call, NetworkPlan plan)
    {
        foreach (string word in CallEmitter.Words(call.Kernel).Concat(call.Types.Concat(call.Arguments.OfType<FunctionArgument>().Select(static f => f.Type)).SelectMany(CallEmitter.Words)))
        {
            if (!KernelLibrary.Contains(word) && !ElementNames.Contains(word))
            {
                yield return At(call, $"there is no '{word}'");
            }
        }

        foreach (SpanArgument span in call.Arguments.OfType<SpanArgument>())
        {
            if (span.Length < 0 || !InRange(span.Location, plan, (long)span.Length * span.Type.SizeInBytes()))
            {
                yield return At(call, $"{span.Location} lies outside its memory");
            }
        }

        foreach (ElementArgument element in call.Arguments.OfType<ElementArgument>())
        {
            if (!InRange(element.Location, plan))
            {
                yield return At(call, $"{element.Location} lies outside its memory");
            }
        }
    }

    private static IEnumerable<string> Conv(ConvStep conv, NetworkPlan plan) =>
        Positive(conv, conv.Images, conv.Groups, conv.Height, conv.Width, conv.Channels, conv.KernelRows, conv.KernelColumns, conv.Run, conv.Tile.Pixels, conv.Tile.Blocks, conv.Tile.Unroll)
            .Concat(Check(conv, Math.Max(Math.Max(conv.Tile.Pixels, conv.Tile.HalfPixels), conv.Tile.WidePixels) <= conv.Width && conv.Tile.HalfPixels >= 0, "its tile is wider than its rows"))
            .Concat(Check(
                conv,
                conv.Tile.WidePixels >= 0 && conv.Tile.WideBlocks >= 0 && conv.Tile.WideBlocks <= conv.Channels / 16 && (conv.Tile.WidePixels == 0) == (conv.Tile.WideBlocks == 0)
                    && conv.Tile.WidePixels * conv.Tile.WideBlocks <= 24,
                "its wide tile does not fit"))
            .Concat(Check(conv, conv.Tile.Pixels <= 32 && conv.Tile.Blocks <= 8 && conv.Tile.Unroll <= 8, "its tile is too large"))
            .Concat(Sums(conv, conv.ShortSumQuads, ShortSums.MostQuads, conv.InputType))
            .Concat(Check(conv, conv.ShortSumQuads < 2 || conv.Tile.Unroll == 1 || conv.Tile.Unroll % conv.ShortSumQuads == 0 || conv.Tile.Unroll * 4 >= conv.Run, "its loop divides sums of 16 bits"))
            .Concat(Check(conv, (conv.BlockStarts is null) == (conv.BlockOffsets is null), "its list of blocks is incomplete"))
            .Concat(conv.Winograd is { } winograd ? Winograd(conv, winograd, plan) : [])
            .Concat(Types(conv, conv.InputType, conv.OutputType, conv.NarrowWeights, conv.OutputScale, conv.Scale, conv.Dynamic, conv.WeightSums));

    private static IEnumerable<string> Winograd(ConvStep conv, Winograd winograd, NetworkPlan plan) =>
        Positive(conv, winograd.Tiles, winograd.Blocks, winograd.Taps, conv.Channels / 16)
            .Concat(Check(
                conv,
                conv.KernelRows == 3 && (conv.KernelColumns == 3 || (conv.KernelColumns == 1 && conv.Run == 3 * conv.InputPixelStride))
                    && conv.InputType != ElementType.Int16 && conv.OutputType != ElementType.Int16 && WinogradScratch.InputChannels(conv) % 4 == 0 && conv.Groups == 1 && conv.BlockStarts is null,
                "it is no 3x3 convolution for Winograd's method"))
            .Concat(Check(
                conv,
                (winograd.Outputs == 2 || (winograd.Outputs == 4 && conv.InputType == ElementType.UInt8)) && Math.Min(conv.Height, conv.Width) >= winograd.Outputs
                    && winograd.Blocks <= conv.Channels / 16 && winograd.Taps <= WinogradScratch.Taps(conv)
                    && (winograd.Taps == WinogradScratch.Taps(conv) || (winograd.Blocks <= WinogradScratch.MostBlocks && winograd.Tiles == TileCount(conv))),
                "its passes of Winograd's method do not fit"))
            .Concat(Check(conv, winograd.Tiles < 1 << 20 && (plan.ScratchBytes >= ScratchBytes(conv)), "it needs more scratch memory"));

    private static int TileCount(ConvStep conv)
    {
        (int rows, int columns) = WinogradScratch.Tiles(conv);
        return rows * columns;
    }

    private static long ScratchBytes(ConvStep conv)
    {
        try
        {
            return WinogradScratch.Of(conv).Bytes;
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
    }

    private static IEnumerable<string> Depthwise(DepthwiseStep step) =>
        Positive(step, step.Images, step.Height, step.Width, step.Channels, step.KernelHeight, step.KernelWidth)
            .Concat(Check(step, step.KernelHeight * step.KernelWidth <= 128, "its window is too large"))
            .Concat(Sums(step, step.ShortSumQuads, ShortSums.MostColumns, step.InputType))
            .Concat(Types(step, step.InputType, step.OutputType, step.NarrowWeights, step.OutputScale, step.Scale, step.Dynamic, step.WeightSums));

    private static IEnumerable<string> Sums(Step step, int quads, int most, ElementType input) =>
        Check(step, quads >= 0 && quads <= most && (quads == 0 || input == ElementType.UInt8), "its sums of 16 bits are no such sums");

    private static IEnumerable<string> Types(Step step, ElementType input, ElementType output, ElementType? narrow, float outputScale, Location? scale, Location? dynamic, Location? sums) =>
        Check(
            step,
            (input, output) is (ElementType.UInt8 or ElementType.Int16, ElementType.UInt8 or ElementType.Int16 or ElementType.Float32) or (ElementType.Float32, ElementType.Float32),
            "its types are not supported")
            .Concat(Check(step, (input == ElementType.Float32 && narrow is null) || scale is not null, "it has no scales"))
            .Concat(Check(step, outputScale == 0 || (outputScale > 0 && input != ElementType.Float32 && output == ElementType.Int16), "its output's scale is not supported"))
            .Concat(Check(step, narrow is null || (input == ElementType.Float32 && narrow is (ElementType.Float16 or ElementType.Int8)), "its weights' type is not supported"))
            .Concat(Check(step, !(input != ElementType.Float32 && output == ElementType.Float32) || (dynamic is not null && sums is not null), "it has no run-time scale"));

    private static IEnumerable<string> Strided(Step step, EquatableArray<int> extents, params EquatableArray<int>[] strides) =>
        Check(step, extents.Count is > 0 and <= 16 && SameRank([extents, .. strides]), "its strides do not match its extents");

    private static IEnumerable<string> InArena(Step step, Location location) => Check(step, location.Space == Space.Arena, $"{location} lies outside the arena");

    private static IEnumerable<string> Positive(Step step, params int[] numbers) => Check(step, numbers.All(static n => n > 0), "a number that has to be positive is not");

    private static IEnumerable<string> Check(Step step, bool right, string problem) => right ? [] : [At(step, problem)];

    private static string At(Step step, string problem) => $"The {step.GetType().Name} of node '{step.Node}' is wrong: {problem}.";

    private static bool SameRank(params EquatableArray<int>[] arrays) => arrays.All(array => array.Count == arrays[0].Count);

    private static IEnumerable<Location> Locations(Step step)
    {
        foreach (PropertyInfo property in step.GetType().GetProperties())
        {
            if (property.PropertyType == typeof(Location) || property.PropertyType == typeof(Location?))
            {
                if (property.GetValue(step) is Location location)
                {
                    yield return location;
                }
            }
        }
    }

    private static bool InRange(Location location, NetworkPlan plan, long bytes = 0)
    {
        static long Bytes(EquatableArray<Port> ports, int index) =>
            index >= 0 && index < ports.Count ? (long)ports[index].Length * ports[index].Type.SizeInBytes() : -1;

        long size = location.Space switch
        {
            Space.Arena => plan.ArenaBytes,
            Space.Weights => plan.WeightBytes,
            Space.Input => Bytes(plan.Inputs, location.Index),
            _ => Bytes(plan.Outputs, location.Index),
        };
        return location.Offset >= 0 && location.Offset + bytes <= size;
    }
}
