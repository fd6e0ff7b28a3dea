using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Pad is a fill and copies: mirrored borders are copies with negative strides, repeated edges with stride 0.</summary>
internal static class PadLowering
{
    public static void Lower(LoweringContext context, Node node, Pad pad)
    {
        Placement input = context.Read(node.Inputs[0]);
        Placement output = context.Write(node.Output);
        if (pad.Mode == PadMode.Constant)
        {
            Fill(context, node, output, pad.Value);
        }

        int rank = input.Shape.Length;
        Segment[][] segments = [.. Enumerable.Range(0, rank).Select(i =>
            Segments(pad.Mode, input.Shape[i], pad.Pads[i], pad.Pads[rank + i]).Where(segment => segment.Length > 0).ToArray())];
        foreach (Segment[] region in Product(segments))
        {
            Placement from = input.Slice([.. region.Select(segment => segment.From)], [.. region.Select(segment => segment.Length)]) with
            {
                Strides = [.. region.Select((segment, i) => segment.Step * input.Strides[i])],
            };
            context.Copy(node.Name, $"Pad, {pad.Mode}", from, output.Slice([.. region.Select(segment => segment.To)], from.Shape));
        }
    }

    private static void Fill(LoweringContext context, Node node, Placement output, Tensor value)
    {
        // A quantized tensor is filled with what the real value comes to, or with a byte that is given as such.
        float? filling = output.Type == ElementType.Float32 ? value.Values<float>()[0]
            : output.Type == ElementType.UInt8 && value.Type == ElementType.UInt8 ? value.Values<byte>()[0]
            : context.Graph.QuantizationOf(node.Output)?.Quantize(value.ToFloat()[0]);
        if (filling is not { } number)
        {
            ImmutableArray<int> standing = [.. output.Shape.Select(_ => 0)];
            context.Copy(node.Name, "Pad, fill", new Placement(output.Type, output.Shape, standing, null, context.Weights.Add(value.Bytes)), output);
            return;
        }

        if (LoopNest.Over(output.Shape, output.Strides) is { } loops)
        {
            context.Emit(() => new FillStep(node.Name, output.Type, output.Locate(), loops.Extents, loops.Strides[0], number), output);
        }
    }

    // The parts of a dimension: inside, before, after. The latter two have several parts where the input is shorter than
    // what it is wrapped around.
    private static IEnumerable<Segment> Segments(PadMode mode, int extent, int before, int after)
    {
        int cutBefore = Math.Max(0, -before);
        int inside = extent - cutBefore - Math.Max(0, -after);
        int start = Math.Max(0, before);
        yield return new Segment(cutBefore, 1, start, inside);
        switch (mode)
        {
            case PadMode.Reflect:
                yield return new Segment(start, -1, 0, start);
                yield return new Segment(extent - 2, -1, start + inside, Math.Max(0, after));
                break;
            case PadMode.Edge:
                yield return new Segment(0, 0, 0, start);
                yield return new Segment(extent - 1, 0, start + inside, Math.Max(0, after));
                break;
            case PadMode.Wrap:
                for (int to = 0, from = extent - 1 - ((start - 1) % extent); to < start; to += extent - from, from = 0)
                {
                    yield return new Segment(from, 1, to, Math.Min(extent - from, start - to));
                }

                for (int to = 0; to < after; to += extent)
                {
                    yield return new Segment(0, 1, start + inside + to, Math.Min(extent, after - to));
                }

                break;
        }
    }

    private static IEnumerable<Segment[]> Product(Segment[][] segments) => segments.Aggregate(
        (IEnumerable<Segment[]>)[[]],
        (regions, dimension) => regions.SelectMany(region => dimension.Select(segment => (Segment[])[.. region, segment])));

    /// <summary>A stretch of one dimension: where it is read, by which step, where it is written, and how long it is.</summary>
    private readonly record struct Segment(int From, int Step, int To, int Length);
}
