using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Clip, since operator set 6; 11 made the bounds inputs.</summary>
internal static class ClipImporter
{
    public static void Import(NodeReader node)
    {
        if (node.Version >= 11)
        {
            node.Expect(1, 3);
            node.Emit(new Clip());
            return;
        }

        node.Expect(1, 1);
        string low = node.Has("min") ? node.Constant("min", Scalar(node.Float("min", 0))) : "";
        string high = node.Has("max") ? node.Constant("max", Scalar(node.Float("max", 0))) : "";
        node.Emit(new Clip(), [node.Inputs[0], low, high]);
    }

    private static Tensor Scalar(float value) => Tensor.Create([], [value]);
}
