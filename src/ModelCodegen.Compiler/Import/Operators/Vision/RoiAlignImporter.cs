using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Vision;

/// <summary>RoiAlign, since operator set 10; 16 added the coordinates' mode, and with it half pixels.</summary>
internal static class RoiAlignImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(3, 3);
        node.Emit(new RoiAlign
        {
            Height = Positive(node, "output_height", 1),
            Width = Positive(node, "output_width", 1),
            Samples = Positive(node, "sampling_ratio", 0),
            Scale = node.Float("spatial_scale", 1),
            IsMaximum = node.Text("mode", "avg") switch
            {
                "avg" => false,
                "max" => true,
                var other => throw node.Invalid($"the attribute 'mode' is '{other}'"),
            },
            HalfPixel = node.Version >= 16 && node.Text("coordinate_transformation_mode", "half_pixel") switch
            {
                "half_pixel" => true,
                "output_half_pixel" => false,
                var other => throw node.Invalid($"the attribute 'coordinate_transformation_mode' is '{other}'"),
            },
        });
    }

    private static int Positive(NodeReader node, string name, int least)
    {
        int value = node.Int(name, least);
        return value >= least ? value : throw node.Invalid($"the attribute '{name}' is {value}");
    }
}
