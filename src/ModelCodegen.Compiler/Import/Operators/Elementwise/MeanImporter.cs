using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Mean of one or more inputs, since operator set 8 (6 without broadcasting): their sum divided by their number.</summary>
internal static class MeanImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, int.MaxValue);
        string sum = node.Inputs[0];
        for (int i = 1; i < node.Inputs.Count; i++)
        {
            sum = node.EmitPart(new Binary(BinaryFunction.Add), [sum, node.Inputs[i]]);
        }

        string count = node.Constant("count", Tensor.Create([], [(float)node.Inputs.Count]));
        string like = node.EmitPart(new CastLike(), [count, node.Inputs[0]]);
        node.Emit(new Binary(BinaryFunction.Div), [sum, like]);
    }
}
