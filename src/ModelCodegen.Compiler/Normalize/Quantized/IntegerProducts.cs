using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Quantized;

/// <summary>
/// Recognises how quantizers write layers whose inputs are quantized at run time: DynamicQuantizeLinear, a MatMulInteger or
/// ConvInteger with constant weights, Cast to floats, Mul by the product of both scales. They become the float layer between
/// dequantized operands, which later passes know.
/// </summary>
internal static class IntegerProducts
{
    /// <summary>The graph with float layers.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is Binary { Function: BinaryFunction.Mul, Activation.IsNone: true })
            {
                _ = Recognise(node, node.Inputs[0], node.Inputs[1], edit) || Recognise(node, node.Inputs[1], node.Inputs[0], edit);
            }
        }

        return edit.ToGraph();
    }

    private static bool Recognise(Node node, string product, string scale, GraphEdit edit)
    {
        if (edit.Producer(product) is not { Operator: Cast { To: ElementType.Float32 } } cast
            || edit.Producer(cast.Inputs[0]) is not { Operator: MatMulInteger or ConvInteger } layer
            || layer.HasInput(4)
            || !edit.HasOneUse(product)
            || !edit.HasOneUse(cast.Inputs[0])
            || edit.Producer(layer.Inputs[0]) is not { Operator: DynamicQuantizeLinear } quantize
            || !layer.HasInput(2)
            || layer.Inputs[0] != quantize.Outputs[0]
            || layer.Inputs[2] != quantize.Outputs[2]
            || edit.Constant(layer.Inputs[1]) is not { } weights
            || (layer.HasInput(3) && edit.Constant(layer.Inputs[3]) is null)
            || !edit.Shape(node.Output).SequenceEqual(edit.Shape(product))
            || WeightScale(scale, quantize.Outputs[1], edit) is not { } weightScale
            || Codes(layer, weights, weightScale, edit) is not { } codes)
        {
            return false;
        }

        string w = edit.AddConstant(layer.Inputs[1] + "/real", codes.ToReals(), codes);
        string x = edit.AddValue(layer.Inputs[0] + "/real", new ValueInfo(ElementType.Float32, edit.Shape(layer.Inputs[0])));
        Operator op = layer.Operator is ConvInteger conv ? conv.Window : new MatMul();
        edit.Replace(
            node,
            new Node(layer.Name + "/dequantize", new DequantizeLinear(1, 0), quantize.Outputs, [x]),
            new Node(layer.Name, op, [x, w], node.Outputs));
        edit.Remove(cast);
        edit.Remove(layer);
        return true;
    }

    // The weights' scale, where a value is its product with the input's.
    private static Tensor? WeightScale(string scale, string inputScale, GraphEdit edit)
    {
        if (edit.Producer(scale) is not { Operator: Binary { Function: BinaryFunction.Mul, Activation.IsNone: true } } product)
        {
            return null;
        }

        int constant = product.Inputs[0] == inputScale ? 1 : 0;
        return product.Inputs[1 - constant] == inputScale ? edit.Constant(product.Inputs[constant]) : null;
    }

    private static DequantizedTensor? Codes(Node layer, Tensor weights, Tensor scale, GraphEdit edit)
    {
        int rank = weights.Shape.Length;
        bool isConv = layer.Operator is ConvInteger;
        int axis = isConv ? 0 : rank - 1;
        int channels = weights.Shape[axis];

        // Scales of a map's channels stand before its spatial dimensions.
        int behind = isConv ? rank - 2 : 0;
        bool fits = (isConv || rank == 2)
            && (scale.Length == 1 || (scale.Length == channels && scale.Shape.Length > behind && scale.Shape[^(behind + 1)] == channels));
        Tensor? zero = layer.HasInput(3) ? edit.Constant(layer.Inputs[3]) : null;
        if (!fits || (zero is not null && zero.Length != 1 && zero.Length != channels))
        {
            return null;
        }

        var codes = new DequantizedTensor(weights, PerChannel(scale), zero is null ? null : PerChannel(zero));
        return ByteWeights.Of(codes, axis) is null ? null : codes;

        Tensor PerChannel(Tensor parameter)
        {
            ImmutableArray<int> ones = [.. Enumerable.Repeat(1, rank)];
            Tensor spread = parameter.Length == 1 && (scale.Length > 1 || zero?.Length > 1) ? MappedCopy.Run(parameter, [channels], [new int[channels]]) : parameter;
            return spread.Reshape(spread.Length == 1 ? ones : ones.SetItem(axis, spread.Length));
        }
    }
}
