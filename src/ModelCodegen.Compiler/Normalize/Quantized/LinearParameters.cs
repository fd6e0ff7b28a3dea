using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Quantized;

/// <summary>What a QuantizeLinear or DequantizeLinear of whole tensors says of their bytes.</summary>
/// <param name="Quantization">The scale and the zero point of unsigned bytes; signed ones are shifted by 128.</param>
/// <param name="IsSigned">Whether the model's bytes are signed.</param>
internal sealed record LinearParameters(Ir.Quantization Quantization, bool IsSigned)
{
    /// <summary>The type of the model's bytes.</summary>
    public ElementType Type => IsSigned ? ElementType.Int8 : ElementType.UInt8;

    /// <summary>The bytes' type, as the model has it, for real numbers that are constants.</summary>
    public Tensor CodesOf(Tensor reals)
    {
        Tensor bytes = Quantization.Quantize(reals);
        return IsSigned ? Tensor.Create(bytes.Shape, Array.ConvertAll(bytes.Values<byte>().ToArray(), code => (sbyte)(code - 128))) : bytes;
    }

    /// <summary>Reads a node; <see langword="null"/> where parameters are no constants, or several, or bytes are not what integer kernels take.</summary>
    /// <param name="node">The node.</param>
    /// <param name="codes">The type of what it makes or reads.</param>
    /// <param name="constant">Gives constants.</param>
    public static LinearParameters? Of(Node node, ElementType codes, Func<string, Tensor?> constant)
    {
        bool plain = node.Operator is QuantizeLinear { Block: 0, Bits: 0, Precision: null or ElementType.Float32 }
            or DequantizeLinear { Block: 0, To: null or ElementType.Float32 };
        bool signed = codes == ElementType.Int8;
        if (!plain
            || !(signed || codes == ElementType.UInt8)
            || constant(node.Inputs[1]) is not { Length: 1, Type: ElementType.Float32 } scales
            || (node.HasInput(2) && constant(node.Inputs[2]) is not { Length: 1 }))
        {
            return null;
        }

        float scale = scales.Values<float>()[0];
        int zeroPoint = node.HasInput(2) ? (int)constant(node.Inputs[2])!.ToInt64()[0] : 0;
        return scale > 0 && float.IsNormal(scale)
            ? new LinearParameters(new Ir.Quantization(scale, zeroPoint + (signed ? 128 : 0)), signed)
            : null;
    }
}
