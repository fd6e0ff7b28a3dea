using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Windows;

/// <summary>MaxUnpool, since operator set 9.</summary>
internal static class MaxUnpoolImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 3);
        WindowAttributes window = WindowAttributes.Read(node, kernelRequired: true);
        node.Emit(new MaxUnpool { KernelShape = window.Kernel, Strides = window.Strides, Pads = window.Pads });
    }
}
