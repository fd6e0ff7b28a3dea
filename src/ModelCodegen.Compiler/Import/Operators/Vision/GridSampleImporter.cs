using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Vision;

/// <summary>GridSample, since operator set 16; 20 renamed the modes and added a third dimension.</summary>
internal static class GridSampleImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        Interpolation interpolation = node.Text("mode", "linear") switch
        {
            "linear" or "bilinear" => Interpolation.Linear,
            "cubic" or "bicubic" => Interpolation.Cubic,
            "nearest" => Interpolation.Nearest,
            var other => throw node.Invalid($"the attribute 'mode' is '{other}'"),
        };
        SamplePadding padding = node.Text("padding_mode", "zeros") switch
        {
            "zeros" => SamplePadding.Zeros,
            "border" => SamplePadding.Border,
            "reflection" => SamplePadding.Reflection,
            var other => throw node.Invalid($"the attribute 'padding_mode' is '{other}'"),
        };
        node.Emit(new GridSample(interpolation, padding, node.Flag("align_corners", false)));
    }
}
