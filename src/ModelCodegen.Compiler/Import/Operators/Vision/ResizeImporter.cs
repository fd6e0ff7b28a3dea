using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Vision;

/// <summary>
/// Resize, since operator set 10 (11 added regions, sizes and most modes, 18 antialiasing, axes and the aspect's policy),
/// and Upsample, its form of operator sets 7 and 9.
/// </summary>
internal static class ResizeImporter
{
    public static void Import(NodeReader node)
    {
        if (node.Version < 11)
        {
            node.Expect(2, 2);
            node.Emit(Simple(node), [node.Inputs[0], "", node.Inputs[1]]);
            return;
        }

        // A region given as empty text counts for none; scales and sizes likewise.
        node.Expect(1, 4);
        ImmutableArray<int> axes = node.Version >= 18 ? node.Ints("axes") : default;
        node.Emit(new Resize
        {
            Interpolation = Mode(node),
            Coordinates = Coordinates(node),
            Nearest = node.Text("nearest_mode", "round_prefer_floor") switch
            {
                "round_prefer_floor" => NearestMode.RoundPreferFloor,
                "round_prefer_ceil" => NearestMode.RoundPreferCeil,
                "floor" => NearestMode.Floor,
                "ceil" => NearestMode.Ceil,
                var other => throw node.Invalid($"the attribute 'nearest_mode' is '{other}'"),
            },
            CubicA = node.Float("cubic_coeff_a", -0.75f),
            ExcludeOutside = node.Flag("exclude_outside", false),
            Extrapolation = node.Float("extrapolation_value", 0),
            Antialias = node.Version >= 18 && node.Flag("antialias", false),
            Axes = axes.IsDefault ? [] : axes,
            Policy = (node.Version >= 18 ? node.Text("keep_aspect_ratio_policy", "stretch") : "stretch") switch
            {
                "stretch" => AspectPolicy.Stretch,
                "not_larger" => AspectPolicy.NotLarger,
                "not_smaller" => AspectPolicy.NotSmaller,
                var other => throw node.Invalid($"the attribute 'keep_aspect_ratio_policy' is '{other}'"),
            },
        });
    }

    public static void ImportUpsample(NodeReader node)
    {
        if (node.Version >= 9)
        {
            node.Expect(2, 2);
            node.Emit(Simple(node), [node.Inputs[0], "", node.Inputs[1]]);
            return;
        }

        node.Expect(1, 1);
        ImmutableArray<float> scales = node.Floats("scales");
        if (scales.IsEmpty)
        {
            throw node.Invalid("the attribute 'scales' is missing");
        }

        node.Emit(Simple(node), [node.Inputs[0], "", node.Constant("scales", Tensor.Create([scales.Length], scales.ToArray()))]);
    }

    private static Resize Simple(NodeReader node) => new()
    {
        Interpolation = Mode(node),
        Coordinates = CoordinateMode.Asymmetric,
        Nearest = NearestMode.ByDirection,
    };

    private static Interpolation Mode(NodeReader node) => node.Text("mode", "nearest") switch
    {
        "nearest" => Interpolation.Nearest,
        "linear" or "bilinear" => Interpolation.Linear,
        "cubic" when node.Version >= 11 => Interpolation.Cubic,
        var other => throw node.Invalid($"the attribute 'mode' is '{other}'"),
    };

    private static CoordinateMode Coordinates(NodeReader node) => node.Text("coordinate_transformation_mode", "half_pixel") switch
    {
        "half_pixel" => CoordinateMode.HalfPixel,
        "half_pixel_symmetric" => CoordinateMode.HalfPixelSymmetric,
        "pytorch_half_pixel" => CoordinateMode.PyTorchHalfPixel,
        "align_corners" => CoordinateMode.AlignCorners,
        "asymmetric" => CoordinateMode.Asymmetric,
        "tf_half_pixel_for_nn" => CoordinateMode.TfHalfPixelForNn,
        "tf_crop_and_resize" => CoordinateMode.TfCropAndResize,
        var other => throw node.Invalid($"the attribute 'coordinate_transformation_mode' is '{other}'"),
    };
}
