using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A resize becomes one node a dimension, with its elements' indices and weights as constants.</summary>
internal static class ResizeRule
{
    // From so many channels on, rows of channels are worth a transposition.
    private const int FewestChannelsLast = 4;

    public static void Infer(Node node, Resize op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        if (x.Contains(0))
        {
            throw scope.Invalid(node, $"A tensor of shape {ShapeArithmetic.Format(x)} cannot be resized.");
        }

        ResizeAxis[] axes = Axes(node, op, scope, x);
        int[] changed =
        [
            .. Enumerable.Range(0, x.Length).Where(d => !axes[d].IsIdentity).OrderBy(d => (double)axes[d].Output / axes[d].Input).ThenByDescending(d => d),
        ];
        if (changed.Length == 0)
        {
            scope.Emit(node with { Operator = new Identity(), Inputs = [node.Inputs[0]] }, scope.Type(node, 0), x);
            return;
        }

        var expansion = new NodeExpansion(node, scope);
        ElementType type = scope.Type(node, 0);
        ElementType work = op.Interpolation == Interpolation.Nearest || type.IsFloat() && type != ElementType.Float16 ? type
            : type.SizeInBytes() < 4 ? ElementType.Float32
            : ElementType.Float64;
        string value = expansion.Cast(node.Inputs[0], work);
        bool channelsLast = x.Length is 3 or 4 && changed.All(d => d >= 2) && x[1] >= FewestChannelsLast;
        if (channelsLast)
        {
            value = expansion.Part(new Transpose([0, .. Enumerable.Range(2, x.Length - 2), 1]), value);
        }

        foreach (int d in changed)
        {
            int axis = channelsLast ? d - 1 : d;
            bool last = d == changed[^1] && !channelsLast && work == type;
            string output = last ? node.Output : scope.NewName($"{node.Output}/axis{d}");
            Resample(expansion, output, value, axes[d], axis, work);
            value = output;
        }

        if (work != type)
        {
            value = ToType(expansion, op, value, type, channelsLast ? "" : node.Output);
        }

        if (channelsLast)
        {
            expansion.Into(node.Output, new Transpose([0, x.Length - 1, .. Enumerable.Range(1, x.Length - 2)]), value);
        }
    }

    private static void Resample(NodeExpansion expansion, string output, string value, ResizeAxis axis, int dimension, ElementType work)
    {
        (int Index, float Weight)[][] taps = axis.Taps();
        int most = taps.Max(tap => tap.Length);
        if (axis.Op.Interpolation == Interpolation.Nearest)
        {
            string picked = expansion.Constant("indices", Tensor.Create([taps.Length], [.. taps.Select(tap => tap[0].Index)]));
            expansion.Into(output, new AxisPick(dimension, axis.Fills ? axis.Op.Extrapolation : null), value, picked);
            return;
        }

        // Shorter sums are filled up with an element of theirs that weighs nothing.
        int[] indices = [.. taps.SelectMany(tap => Enumerable.Range(0, most).Select(t => tap[Math.Min(t, tap.Length - 1)].Index))];
        float[] weights = [.. taps.SelectMany(tap => Enumerable.Range(0, most).Select(t => t < tap.Length ? tap[t].Weight : 0))];
        expansion.Into(
            output,
            new AxisResample(dimension, most, axis.Op.Extrapolation),
            value,
            expansion.Constant("indices", Tensor.Create([indices.Length], indices)),
            expansion.Constant("weights", work == ElementType.Float64
                ? Tensor.Create([weights.Length], Array.ConvertAll(weights, weight => (double)weight))
                : Tensor.Create([weights.Length], weights)));
    }

    // Antialiasing rounds, the others cut, as ONNX Runtime does.
    private static string ToType(NodeExpansion expansion, Resize op, string value, ElementType type, string output)
    {
        string rounded = op.Antialias && !type.IsFloat() ? expansion.Part(new Unary(new Activation(UnaryFunction.Round)), value) : value;
        if (output.Length == 0)
        {
            return expansion.Cast(rounded, type);
        }

        expansion.Into(output, new Cast(type), rounded);
        return output;
    }

    private static ResizeAxis[] Axes(Node node, Resize op, ShapeScope scope, ImmutableArray<int> x)
    {
        int[] named = op.Axes.IsEmpty ? [.. Enumerable.Range(0, x.Length)] : [.. op.Axes.Select(axis => scope.Axis(node, axis, x.Length))];
        float[]? scales = Given(scope.ConstantInput(node, 2, "scales"))?.ToFloat();
        long[]? sizes = Given(scope.ConstantInput(node, 3, "sizes"))?.ToInt64();
        float[]? roi = op.Coordinates == CoordinateMode.TfCropAndResize ? Given(scope.ConstantInput(node, 1, "a region"))?.ToFloat() : null;
        if ((scales is null) == (sizes is null)
            || (scales?.Length ?? sizes!.Length) != named.Length
            || named.Distinct().Count() != named.Length
            || (roi is not null && roi.Length != 2 * named.Length))
        {
            throw scope.Invalid(node, "It needs scales or sizes, one for each dimension that is resized, and two numbers each of a region.");
        }

        if (scales?.Any(scale => !(scale > 0) || float.IsInfinity(scale)) == true || sizes?.Any(size => size is <= 0 or > int.MaxValue) == true)
        {
            throw scope.Invalid(node, "A scale or a size is not positive.");
        }

        ResizeAxis[] axes = [.. x.Select(extent => new ResizeAxis(op, extent, extent, 1, 0, 1))];
        float? common = sizes is null || op.Policy == AspectPolicy.Stretch ? null
            : op.Policy == AspectPolicy.NotLarger ? named.Select((d, i) => (float)sizes[i] / x[d]).Min()
            : named.Select((d, i) => (float)sizes[i] / x[d]).Max();
        for (int i = 0; i < named.Length; i++)
        {
            int d = named[i];
            float scale = common ?? (scales is null ? (float)sizes![i] / x[d] : scales[i]);
            int output = common is { } factor ? checked((int)MathF.Round(factor * x[d], MidpointRounding.AwayFromZero))
                : sizes is null ? checked((int)MathF.Floor(scale * x[d]))
                : (int)sizes[i];
            if (output == 0)
            {
                throw scope.Unsupported(node, $"Resizing an extent of {x[d]} to nothing is not supported.");
            }

            axes[d] = new ResizeAxis(op, x[d], output, scale, roi?[i] ?? 0, roi?[named.Length + i] ?? 1);
        }

        return axes;
    }

    private static Tensor? Given(Tensor? tensor) => tensor is { Length: > 0 } ? tensor : null;
}
