using ModelCodegen.Compiler.Import.Operators.Layers;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Quantized;

/// <summary>ConvInteger, since operator set 10.</summary>
internal static class ConvIntegerImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 4);
        node.Emit(new ConvInteger(ConvImporter.Attributes(node)));
    }
}
