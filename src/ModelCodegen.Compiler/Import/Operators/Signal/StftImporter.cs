using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Signal;

/// <summary>STFT, since operator set 17.</summary>
internal static class StftImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 4);
        if (!node.HasInput(2) && !node.HasInput(3))
        {
            throw node.Invalid("neither a window nor a frame length is given");
        }

        string window = node.HasInput(2) ? node.Inputs[2] : DftImporter.One(node);
        node.Emit(
            new ShortTimeFourierTransform(node.Flag("onesided", true)),
            [node.Inputs[0], node.Inputs[1], window, node.HasInput(3) ? node.Inputs[3] : ""]);
    }
}
