using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>Scatter since operator set 9, from 11 on called ScatterElements, and ScatterND since 11; 16 and 18 added reductions.</summary>
internal static class ScatterImporter
{
    public static void ImportElements(NodeReader node)
    {
        node.Expect(3, 3);
        node.Emit(new ScatterElements(node.Int("axis", 0), Reduction(node)));
    }

    public static void ImportND(NodeReader node)
    {
        node.Expect(3, 3);
        node.Emit(new ScatterND(Reduction(node)));
    }

    private static ScatterReduction Reduction(NodeReader node)
    {
        string reduction = node.Version >= 16 ? node.Text("reduction", "none") : "none";
        return reduction switch
        {
            "none" => ScatterReduction.None,
            "add" => ScatterReduction.Add,
            "mul" => ScatterReduction.Mul,
            "min" when node.Version >= 18 => ScatterReduction.Min,
            "max" when node.Version >= 18 => ScatterReduction.Max,
            _ => throw node.Invalid($"the attribute 'reduction' is '{reduction}'"),
        };
    }
}
