using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Dropout, since operator set 7; 12 made ratio and training mode inputs. At inference it does nothing.</summary>
internal static class DropoutImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, node.Version >= 12 ? 3 : 1);
        node.Ignore("ratio", "seed");
        if (node.HasInput(2) && node.ConstantInput(2) is not { Type: ElementType.Boolean, Bytes: [0] })
        {
            throw node.Unsupported("Dropout in training mode is not supported; export the model for inference");
        }

        node.Emit(new Identity(), [node.Inputs[0]]);
    }
}
