using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Windows;

/// <summary>Col2Im, since operator set 18.</summary>
internal static class Col2ImImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(3, 3);
        WindowAttributes window = WindowAttributes.Read(node);
        node.Emit(new Col2Im { Strides = window.Strides, Dilations = window.Dilations, Pads = window.Pads });
    }
}
