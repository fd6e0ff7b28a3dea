using System.Collections.Immutable;
using Google.Protobuf;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Export.OnnxGraphBuilder;

namespace ModelCodegen.Compiler.Export;

/// <summary>
/// Writes a compressed network as an ONNX model in QDQ form: float operators between QuantizeLinear and
/// DequantizeLinear nodes, which any ONNX runtime can run.
/// </summary>
public static class QdqExporter
{
    private const int IrVersion = 9;
    private const int Opset = 19;

    // The first one whose QuantizeLinear gives 16-bit integers.
    private const int OpsetOfInt16 = 21;
    private const int IrVersionOfInt16 = 10;

    /// <summary>Gives the model file's bytes; the same for equal graphs.</summary>
    public static byte[] Export(Graph graph)
    {
        var builder = new OnnxGraphBuilder();
        foreach (Node node in graph.Nodes)
        {
            WriteNode(builder, graph, node);
        }

        builder.Graph.Input.AddRange(graph.Inputs.Select(name => Describe(graph, name)));
        foreach (string name in graph.Outputs)
        {
            builder.Graph.Output.Add(Describe(graph, name));
            if (graph.Constant(name) is { } constant)
            {
                builder.Constant(name, constant);
            }
        }

        bool has16 = graph.Values.Values.Any(info => info.Quantization?.Type == ElementType.Int16);
        var model = new ModelProto { IrVersion = has16 ? IrVersionOfInt16 : IrVersion, ProducerName = "ModelCodegen", Graph = builder.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = has16 ? OpsetOfInt16 : Opset });
        return model.ToByteArray();
    }

    private static void WriteNode(OnnxGraphBuilder builder, Graph graph, Node node)
    {
        switch (node.Operator)
        {
            case Quantize:
                WriteQuantize(builder, graph, node.Name, Operand(builder, graph, node, 0), node.Output);
                return;
            case Dequantize:
                builder.Add("DequantizeLinear", node.Name, [node.Inputs[0], .. Parameters(builder, graph, node.Inputs[0])], node.Output);
                return;
            case Lookup lookup:
                string index = builder.Add("Cast", node.Name + "/index", node.Inputs, node.Output + "/index", Int("to", (int)ElementTypes.Of(ElementType.Int32)));
                string table = builder.Constant(node.Output + "/table", Tensor.Create([lookup.Table.Length], [.. lookup.Table]));
                builder.Add("Gather", node.Name, [table, index], node.Output);
                return;
            case ShiftSign shift:
                string wide = builder.Add("Cast", node.Name + "/wide", node.Inputs, node.Output + "/wide", Int("to", (int)ElementTypes.Of(ElementType.Int32)));
                string distance = builder.Constant(node.Output + "/distance", Tensor.Create([], [shift.To == ElementType.UInt8 ? 128 : -128]));
                string moved = builder.Add("Add", node.Name, [wide, distance], node.Output + "/moved");
                builder.Add("Cast", node.Name + "/narrow", [moved], node.Output, Int("to", (int)ElementTypes.Of(shift.To)));
                return;
            case QuantizeLinear { Bits: 0 } quantize:
                Linear("QuantizeLinear", quantize.Axis, quantize.Block);
                return;
            case DequantizeLinear dequantize:
                Linear("DequantizeLinear", dequantize.Axis, dequantize.Block);
                return;
            case DynamicQuantize:
                string[] outputs = [node.Output, node.Output + "/scale", node.Output + "/zero_point"];
                builder.Add("DynamicQuantizeLinear", node.Name, node.Inputs, outputs);
                builder.Add("DequantizeLinear", node.Name + "/dequantize", outputs, node.Output + "/float");
                return;
        }

        string[] inputs = [.. node.Inputs.Select((_, i) => Operand(builder, graph, node, i))];
        bool quantized = graph.QuantizationOf(node.Output) is not null;
        string result = quantized ? node.Output + "/float" : node.Output;
        Activation activation = ActivationOf(node, graph.QuantizationOf(node.Output));
        string linear = activation.IsNone ? result : result + "/linear";
        OperatorExport.Write(builder, node, inputs, graph.Shape(node.Inputs[0]), graph.Shape(node.Output), linear);
        if (!activation.IsNone)
        {
            OperatorExport.WriteActivation(builder, node.Name + "/activation", activation, linear, result);
        }

        if (quantized)
        {
            WriteQuantize(builder, graph, node.Name + "/quantize", result, node.Output);
        }

        void Linear(string type, int axis, int block)
        {
            foreach (string name in node.Inputs.Where(name => graph.Constant(name) is not null))
            {
                builder.Constant(name, graph.Constants[name]);
            }

            builder.Add(type, node.Name, node.Inputs, node.Output, block == 0 ? [Int("axis", axis)] : [Int("axis", axis), Int("block_size", block)]);
        }
    }

    // ONNX saturates at the ends of the type, which may lie beyond those of the codes.
    private static void WriteQuantize(OnnxGraphBuilder builder, Graph graph, string name, string real, string output)
    {
        Quantization quantization = graph.QuantizationOf(output)!;
        if (quantization.Type == ElementType.Int16)
        {
            var clip = new Activation(UnaryFunction.Clip, quantization.Dequantize(quantization.Low), quantization.Dequantize(quantization.High));
            OperatorExport.WriteActivation(builder, name + "/clip", clip, real, output + "/clipped");
            real = output + "/clipped";
        }

        builder.Add("QuantizeLinear", name, [real, .. Parameters(builder, graph, output)], output);
    }

    // A clip that the output's bytes cannot exceed anyway is left out, as quantizers do: runtimes fuse the rest.
    private static Activation ActivationOf(Node node, Quantization? output)
    {
        Activation activation = node.Operator is FusedOperator fused ? fused.Activation : Activation.None;
        bool implied = output is not null
            && activation.Function == UnaryFunction.Clip
            && output.Quantize(activation.A) == output.Low
            && output.Quantize(activation.B) == output.High;
        return implied ? Activation.None : activation;
    }

    // The float operand: itself, or the result of a DequantizeLinear, made anew for each reader as quantizers do.
    private static string Operand(OnnxGraphBuilder builder, Graph graph, Node node, int index)
    {
        string name = node.Inputs[index];
        if (name.Length == 0)
        {
            return name;
        }

        string dequantized = $"{node.Output}/input{index}";
        if (graph.Constant(name) is { } constant)
        {
            builder.Constant(name, constant);
            if (graph.WeightScales.TryGetValue(name, out var scales))
            {
                int axis = node.Operator is Conv ? 0 : constant.Shape.Length - 1;
                if (constant.Type == ElementType.Float16)
                {
                    string wide = builder.Add("Cast", dequantized + "/wide", [name], dequantized + "/wide", Int("to", (int)ElementTypes.Of(ElementType.Float32)));
                    ImmutableArray<int> shape = [.. constant.Shape.Select((extent, i) => i == axis ? extent : 1)];
                    return builder.Add("Mul", dequantized, [wide, builder.Constant(name + "/scale", Tensor.Create(shape, [.. scales]))], dequantized);
                }

                string scale = builder.Constant(name + "/scale", Tensor.Create([scales.Length], [.. scales]));
                return builder.Add("DequantizeLinear", dequantized, [name, scale, Zeros(builder, name, constant.Type, scales.Length)], dequantized, Int("axis", axis));
            }

            if (constant.Type == ElementType.Int32 && index == 2)
            {
                float input = graph.QuantizationOf(node.Inputs[0])!.Scale;
                float[] biasScales = [.. graph.WeightScales[node.Inputs[1]].Select(weight => input * weight)];
                string scale = builder.Constant(name + "/scale", Tensor.Create([biasScales.Length], biasScales));
                return builder.Add("DequantizeLinear", dequantized, [name, scale, Zeros(builder, name, constant.Type, biasScales.Length)], dequantized, Int("axis", 0));
            }
        }

        if (graph.QuantizationOf(name) is not null)
        {
            return builder.Add("DequantizeLinear", dequantized, [name, .. Parameters(builder, graph, name)], dequantized);
        }

        // A layer with byte weights whose input has no parameters reads what a DynamicQuantizeLinear made.
        bool dynamic = index == 0 && node.Inputs.Length > 1 && graph.WeightScales.ContainsKey(node.Inputs[1]) && graph.Values[name].Type == ElementType.UInt8;
        return dynamic ? name + "/float" : name;
    }

    // Optional by the standard, but runtimes fuse only what has them.
    private static string Zeros(OnnxGraphBuilder builder, string name, ElementType type, int count) =>
        builder.Constant(name + "/zero_point", Tensor.Zeros(type, [count]));

    private static string[] Parameters(OnnxGraphBuilder builder, Graph graph, string name)
    {
        Quantization quantization = graph.QuantizationOf(name)!;
        return
        [
            builder.Constant(name + "/scale", Tensor.Create([], [quantization.Scale])),
            builder.Constant(name + "/zero_point", quantization.Type == ElementType.Int16 ? Tensor.Create([], [(short)quantization.ZeroPoint]) : Tensor.Create([], [(byte)quantization.ZeroPoint])),
        ];
    }

    private static ValueInfoProto Describe(Graph graph, string name)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(graph.Shape(name).Select(extent => new TensorShapeProto.Types.Dimension { DimValue = extent }));
        ElementType type = graph.Constant(name)?.Type ?? graph.Values[name].Type;
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = ElementTypes.Of(type), Shape = shape } },
        };
    }
}
