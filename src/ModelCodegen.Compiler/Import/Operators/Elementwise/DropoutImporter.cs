using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>
/// Dropout, since operator set 7; 12 made ratio and training mode inputs. At inference, and where nothing is dropped, it
/// does nothing, and its mask is all ones.
/// </summary>
internal static class DropoutImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, node.Version >= 12 ? 3 : 1);
        node.Ignore("ratio", "seed");
        bool inference = !node.HasInput(2) || node.ConstantInput(2) is { Type: ElementType.Boolean, Bytes: [0] };
        bool dropsNothing = node.ConstantInput(1) is { Length: 1 } ratio && ratio.ToDouble()[0] == 0;
        if (!inference && !dropsNothing)
        {
            throw node.Unsupported("Dropout in training mode is not supported; export the model for inference");
        }

        string x = node.Inputs[0];
        node.EmitOutput(0, new Identity(), [x]);
        if (node.Outputs.Count > 1 && node.Outputs[1].Length > 0)
        {
            // Before operator set 10 the mask is of the data's type.
            string shape = node.EmitPart(new ShapeOf(0, null), [x]);
            string mask = node.Version >= 10
                ? node.EmitOutput(1, new ConstantOfShape(Tensor.Create([], [true])), [shape])
                : node.EmitPart(new ConstantOfShape(Tensor.Create([], [1f])), [shape]);
            if (node.Version < 10)
            {
                node.EmitOutput(1, new CastLike(), [mask, x]);
            }
        }
    }
}
