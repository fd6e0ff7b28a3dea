using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Signal;

/// <summary>DFT, since operator set 17; 20 made the axis an input.</summary>
internal static class DftImporter
{
    public static void Import(NodeReader node)
    {
        bool axisIsInput = node.Version >= 20;
        node.Expect(1, axisIsInput ? 3 : 2);
        var transform = new FourierTransform(
            axisIsInput ? -2 : node.Int("axis", 1), node.Flag("inverse", false), node.Flag("onesided", false));
        node.Emit(transform, [node.Inputs[0], node.HasInput(1) ? node.Inputs[1] : "", node.HasInput(2) ? node.Inputs[2] : "", One(node)]);
    }

    /// <summary>A 1 of the first input's type: the window of signals that have none.</summary>
    public static string One(NodeReader node) => node.EmitPart(new CastLike(), [node.Constant("one", Tensor.Create([1], [1f])), node.Inputs[0]]);
}
