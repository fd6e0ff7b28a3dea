using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Normalization;

/// <summary>LpNormalization, since operator set 1: x divided by its norm along a dimension.</summary>
internal static class LpNormalizationImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        int p = node.Int("p", 2);
        ReduceFunction norm = p switch
        {
            1 => ReduceFunction.L1,
            2 => ReduceFunction.L2,
            _ => throw node.Invalid($"the attribute 'p' is {p}, where 1 and 2 are defined"),
        };
        string axes = node.Constant("axes", [node.Int("axis", -1)]);
        string norms = node.EmitPart(new Reduce(norm) { KeepDimensions = true }, [node.Inputs[0], axes]);
        node.Emit(new Binary(BinaryFunction.Div), [node.Inputs[0], norms]);
    }
}
