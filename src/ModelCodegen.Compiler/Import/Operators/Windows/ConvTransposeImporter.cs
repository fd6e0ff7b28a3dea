using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Windows;

/// <summary>ConvTranspose, since operator set 1.</summary>
internal static class ConvTransposeImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 3);
        WindowAttributes window = WindowAttributes.Read(node);
        int group = node.Int("group", 1);
        if (group < 1)
        {
            throw node.Invalid($"the attribute 'group' is {group}");
        }

        node.Emit(new ConvTranspose
        {
            Group = group,
            KernelShape = window.Kernel,
            Strides = window.Strides,
            Dilations = window.Dilations,
            Pads = window.Pads,
            AutoPad = window.AutoPad,
            OutputPadding = WindowAttributes.AtLeast(node, "output_padding", node.Ints("output_padding"), 0),
            OutputShape = WindowAttributes.AtLeast(node, "output_shape", node.Ints("output_shape"), 1),
        });
    }
}
