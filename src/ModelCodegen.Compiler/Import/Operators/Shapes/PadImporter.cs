using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Pad, since operator set 2; 11 made pads and value inputs, 18 added axes, 19 wrapping.</summary>
internal static class PadImporter
{
    public static void Import(NodeReader node)
    {
        PadMode mode = node.Text("mode", "constant") switch
        {
            "constant" => PadMode.Constant,
            "reflect" => PadMode.Reflect,
            "edge" => PadMode.Edge,
            "wrap" when node.Version >= 19 => PadMode.Wrap,
            var other => throw node.Invalid($"the attribute 'mode' is '{other}'"),
        };
        if (node.Version >= 11)
        {
            node.Expect(2, node.Version >= 18 ? 4 : 3);
            node.Emit(new Pad { Mode = mode });
            return;
        }

        node.Expect(1, 1);
        ImmutableArray<int> pads = node.Ints("pads");
        if (pads.IsDefault)
        {
            throw node.Invalid("the attribute 'pads' is missing");
        }

        string value = node.EmitPart(new CastLike(), [node.Constant("value", Tensor.Create([], [node.Float("value", 0)])), node.Inputs[0]]);
        node.Emit(new Pad { Mode = mode }, [node.Inputs[0], node.Constant("pads", pads), value]);
    }
}
