using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>Conv, since operator set 1.</summary>
internal static class ConvImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 3);
        node.Emit(Attributes(node));
    }

    /// <summary>A Conv with the node's attributes.</summary>
    public static Conv Attributes(NodeReader node)
    {
        WindowAttributes window = WindowAttributes.Read(node);
        int group = node.Int("group", 1);
        if (group < 1)
        {
            throw node.Invalid($"the attribute 'group' is {group}");
        }

        return new Conv
        {
            Group = group,
            KernelShape = window.Kernel,
            Strides = window.Strides,
            Dilations = window.Dilations,
            Pads = window.Pads,
            AutoPad = window.AutoPad,
        };
    }
}
