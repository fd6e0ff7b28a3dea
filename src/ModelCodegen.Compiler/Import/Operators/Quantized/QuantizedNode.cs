using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>Takes a node on quantized tensors apart: its operands become floats, the float operator follows, and its result is quantized.</summary>
internal static class QuantizedNode
{
    /// <summary>An operand as floats; its scale and its zero point are the inputs behind it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The operand.</param>
    /// <param name="axis">The axis that scales go along, where there are several.</param>
    public static string Dequantize(NodeReader node, int input, int axis = 1) => Dequantize(node, input, input + 1, input + 2, axis);

    /// <summary>An operand as floats.</summary>
    public static string Dequantize(NodeReader node, int input, int scale, int zeroPoint, int axis = 1) =>
        node.EmitPart(new DequantizeLinear(axis, 0), Operands(node.Input(input), node.Input(scale), node.Input(zeroPoint)));

    /// <summary>The node's result from a float one.</summary>
    /// <param name="node">The node.</param>
    /// <param name="value">The float result.</param>
    /// <param name="scale">The input that is the result's scale.</param>
    /// <param name="zeroPoint">The input that is the result's zero point; the result's type is that of others where it is omitted.</param>
    /// <param name="others">Other zero points.</param>
    public static void Quantize(NodeReader node, string value, int scale, int zeroPoint, params ReadOnlySpan<int> others)
    {
        ElementType to = ElementType.UInt8;
        foreach (int other in others)
        {
            to = node.ConstantInput(other)?.Type ?? to;
        }

        node.EmitLast("/quantize", new QuantizeLinear(1, 0, to, 0, null), Operands(value, node.Input(scale), node.Input(zeroPoint)));
    }

    /// <summary>The float of an input that is one number known now.</summary>
    public static float? Scalar(NodeReader node, int input) =>
        node.ConstantInput(input) is { Length: 1, Type: ElementType.Float32 } tensor ? tensor.Values<float>()[0] : null;

    /// <summary>
    /// Whether integer kernels can take a constant operand's weights, so that dequantizing them loses nothing: they
    /// recover the integers.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="weights">The operand.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="zeroPoint">Its zero point.</param>
    /// <param name="channelAxis">The dimension of output channels.</param>
    public static bool HasByteWeights(NodeReader node, int weights, int scale, int zeroPoint, int channelAxis)
    {
        if (node.ConstantInput(weights) is not { } codes
            || node.ConstantInput(scale) is not { Type: ElementType.Float32 } scales
            || node.ConstantInput(zeroPoint) is not { } zeros
            || scales.Length != zeros.Length
            || (scales.Length != 1 && scales.Length != codes.Shape[channelAxis]))
        {
            return false;
        }

        return DequantizedTensor.Of(new DequantizeLinear(channelAxis, 0), codes, scales, zeros) is { } tensor && ByteWeights.Of(tensor, channelAxis) is not null;
    }

    /// <summary>Inputs without an omitted last one.</summary>
    public static ImmutableArray<string> Operands(params string[] inputs) => inputs[^1].Length == 0 ? [.. inputs.SkipLast(1)] : [.. inputs];
}
