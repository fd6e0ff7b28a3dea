using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Min, Max and Sum of one or more inputs, since operator set 8 (6 without broadcasting): a chain of two-input nodes.</summary>
internal static class VariadicImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, int.MaxValue);
        if (!node.Inputs.All(input => input.Length > 0))
        {
            throw node.Invalid("an input is omitted");
        }

        if (node.Inputs.Count == 1)
        {
            node.Emit(new Identity());
            return;
        }

        var function = new Binary(node.OperatorName == "Sum" ? BinaryFunction.Add : Enum.Parse<BinaryFunction>(node.OperatorName));
        string result = node.Inputs[0];
        for (int i = 1; i < node.Inputs.Count - 1; i++)
        {
            result = node.EmitPart(function, [result, node.Inputs[i]]);
        }

        node.Emit(function, [result, node.Inputs[^1]]);
    }
}
