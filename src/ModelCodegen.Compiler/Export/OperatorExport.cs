using System.Collections.Immutable;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Export.OnnxGraphBuilder;

namespace ModelCodegen.Compiler.Export;

/// <summary>Writes float operators as ONNX nodes.</summary>
internal static class OperatorExport
{
    /// <summary>Appends the nodes of one operator without its activation, and gives the result's name.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="node">The node.</param>
    /// <param name="inputs">The names of its float operands in the ONNX graph.</param>
    /// <param name="inputShape">The first operand's shape.</param>
    /// <param name="outputShape">The result's shape.</param>
    /// <param name="output">The result's name.</param>
    public static string Write(
        OnnxGraphBuilder builder, Node node, string[] inputs, ImmutableArray<int> inputShape, ImmutableArray<int> outputShape, string output)
    {
        switch (node.Operator)
        {
            case Conv conv:
                return builder.Add(
                    "Conv",
                    node.Name,
                    inputs,
                    output,
                    Int("group", conv.Group),
                    Ints("kernel_shape", conv.KernelShape),
                    Ints("strides", conv.Strides),
                    Ints("dilations", conv.Dilations),
                    Ints("pads", conv.Pads));
            case Gemm gemm:
                return builder.Add(
                    "Gemm",
                    node.Name,
                    inputs,
                    output,
                    Int("transA", gemm.TransA ? 1 : 0),
                    Int("transB", gemm.TransB ? 1 : 0),
                    Float("alpha", gemm.Alpha),
                    Float("beta", gemm.Beta));
            case MatMul:
                return builder.Add("MatMul", node.Name, inputs, output);
            case Pool pool:
                return WritePool(builder, node, pool, inputs, inputShape, output);
            case Binary binary:
                return builder.Add(binary.Function.ToString(), node.Name, inputs, output);
            case Unary unary:
                return WriteActivation(builder, node.Name, unary.Activation, inputs[0], output);
            case Concat concat:
                return builder.Add("Concat", node.Name, inputs, output, Int("axis", concat.Axis));
            case Pad pad:
                string pads = builder.Constant(output + "/pads", Tensor.Create([pad.Pads.Length], pad.Pads.Select(p => (long)p).ToArray()));
                string value = builder.Constant(output + "/value", pad.Value.Reshape([]));
                return builder.Add("Pad", node.Name, [inputs[0], pads, value], output, Text("mode", pad.Mode.ToString().ToLowerInvariant()));
            case View view:
                return WriteView(builder, node.Name, view, inputs[0], outputShape, output);
            case Reshape:
                return WriteReshape(builder, node.Name, inputs[0], outputShape, output);
            case Transpose transpose:
                return builder.Add("Transpose", node.Name, [inputs[0]], output, Ints("perm", transpose.Permutation));
            case Softmax softmax when softmax.Axis == softmax.LastAxis:
                return builder.Add("Softmax", node.Name, [inputs[0]], output, Int("axis", softmax.Axis));
            case Softmax softmax:
                ImmutableArray<int> merged =
                [
                    .. inputShape.Take(softmax.Axis),
                    ShapeArithmetic.Length(inputShape.AsSpan(softmax.Axis, softmax.LastAxis + 1 - softmax.Axis)),
                    .. inputShape.Skip(softmax.LastAxis + 1),
                ];
                string flat = WriteReshape(builder, node.Name + "/flat", inputs[0], merged, output + "/flat");
                string result = builder.Add("Softmax", node.Name, [flat], output + "/softmax", Int("axis", softmax.Axis));
                return WriteReshape(builder, node.Name + "/shape", result, outputShape, output);
            default:
                throw new InvalidOperationException($"No export for {node.Operator.Name} ('{node.Name}').");
        }
    }

    /// <summary>Appends the nodes of an activation, and gives the result's name.</summary>
    public static string WriteActivation(OnnxGraphBuilder builder, string name, Activation activation, string input, string output)
    {
        switch (activation.Function)
        {
            case UnaryFunction.Identity:
                return builder.Add("Identity", name, [input], output);
            case UnaryFunction.Clip when activation == Activation.Relu:
                return builder.Add("Relu", name, [input], output);
            case UnaryFunction.Clip:
                string low = builder.Constant(output + "/low", Tensor.Create([], [activation.A]));
                string high = builder.Constant(output + "/high", Tensor.Create([], [activation.B]));
                return builder.Add("Clip", name, [input, low, high], output);
            case UnaryFunction.LeakyRelu:
                return builder.Add("LeakyRelu", name, [input], output, Float("alpha", activation.A));
            case UnaryFunction.HardSigmoid:
                return builder.Add("HardSigmoid", name, [input], output, Float("alpha", activation.A), Float("beta", activation.B));
            case UnaryFunction.Silu:
                string sigmoid = builder.Add("Sigmoid", name + "/sigmoid", [input], output + "/sigmoid");
                return builder.Add("Mul", name, [input, sigmoid], output);
            default:
                return builder.Add(activation.Function.ToString(), name, [input], output);
        }
    }

    // A slice; where it stands still, of one element that is then repeated.
    private static string WriteView(OnnxGraphBuilder builder, string name, View view, string input, ImmutableArray<int> shape, string output)
    {
        long[] ends = [.. shape.Select((extent, d) => view.Steps[d] == 0 ? view.Starts[d] + 1 : view.Starts[d] + ((long)view.Steps[d] * extent))];
        bool repeats = view.Steps.Contains(0);
        string slice = builder.Add(
            "Slice",
            name,
            [
                input,
                Vector("starts", view.Starts.Select(start => (long)start)),
                Vector("ends", ends.Select(end => end < 0 ? int.MinValue : end)),
                Vector("axes", Enumerable.Range(0, shape.Length).Select(d => (long)d)),
                Vector("steps", view.Steps.Select(step => step == 0 ? 1L : step)),
            ],
            repeats ? output + "/slice" : output);
        return repeats ? builder.Add("Expand", name + "/expand", [slice, Vector("shape", shape.Select(extent => (long)extent))], output) : slice;

        string Vector(string role, IEnumerable<long> values) => builder.Constant($"{output}/{role}", Tensor.Create([shape.Length], values.ToArray()));
    }

    private static string WritePool(OnnxGraphBuilder builder, Node node, Pool pool, string[] inputs, ImmutableArray<int> inputShape, string output)
    {
        bool maximum = pool.Function == PoolFunction.Max;
        if (!pool.Pads.Any(pad => pad != 0) && pool.KernelShape.SequenceEqual(inputShape.Skip(2)))
        {
            return builder.Add(maximum ? "GlobalMaxPool" : "GlobalAveragePool", node.Name, inputs, output);
        }

        // Runtimes fuse only nodes without attributes that say what is so by default.
        AttributeProto[] attributes =
        [
            Ints("kernel_shape", pool.KernelShape),
            Ints("strides", pool.Strides),
            Ints("pads", pool.Pads),
            .. pool.Dilations.Any(dilation => dilation != 1) ? (AttributeProto[])[Ints("dilations", pool.Dilations)] : [],
            .. pool.CeilMode ? (AttributeProto[])[Int("ceil_mode", 1)] : [],
            .. pool.Function == PoolFunction.AverageIncludingPad ? (AttributeProto[])[Int("count_include_pad", 1)] : [],
        ];
        return builder.Add(maximum ? "MaxPool" : "AveragePool", node.Name, inputs, output, attributes);
    }

    private static string WriteReshape(OnnxGraphBuilder builder, string name, string input, ImmutableArray<int> shape, string output)
    {
        string target = builder.Constant(output + "/shape", Tensor.Create([shape.Length], shape.Select(extent => (long)extent).ToArray()));
        return builder.Add("Reshape", name, [input, target], output);
    }
}
