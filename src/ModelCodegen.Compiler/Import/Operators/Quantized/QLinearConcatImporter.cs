using ModelCodegen.Compiler.Ir.Operators;
using static ModelCodegen.Compiler.Import.Operators.Quantized.QuantizedNode;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>QLinearConcat of com.microsoft: the result's scale and zero point, then tensors, each with its own.</summary>
internal static class QLinearConcatImporter
{
    private const int First = 2;

    public static void Import(NodeReader node)
    {
        node.Expect(First + 2, int.MaxValue);
        if (!node.Has("axis"))
        {
            throw node.Invalid("the attribute 'axis' is missing");
        }

        int[] tensors = [.. Enumerable.Range(0, (node.Inputs.Count - First + 2) / 3).Select(i => First + (3 * i))];
        string result = node.EmitPart(new Concat(node.Int("axis", 0)), [.. tensors.Select(tensor => Dequantize(node, tensor))], ownName: true);
        Quantize(node, result, 0, 1, [.. tensors.Select(tensor => tensor + 2)]);
    }
}
