using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Operators of the family Vision against ONNX Runtime.</summary>
public sealed class VisionOracleTests
{
    private static readonly string[] Coordinates = ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric", "tf_crop_and_resize", "half_pixel_symmetric", "tf_half_pixel_for_nn"];

    [Fact]
    public void Resize_nearest() => KernelOracle.Each(random =>
    {
        ElementType type = KernelOracle.Pick(random, ElementType.Float32, ElementType.UInt8, ElementType.Int32, ElementType.Int8);
        return Resize(random, type, "nearest", KernelOracle.Pick(random, 4, 4, 3), [("nearest_mode", KernelOracle.Pick(random, "round_prefer_floor", "round_prefer_ceil", "floor", "ceil"))]);
    });

    [Fact]
    public void Resize_linear() => KernelOracle.Each(random => Resize(random, ElementType.Float32, "linear", 4, []));

    [Fact]
    public void Resize_linear_of_bytes() => KernelOracle.Each(random => Resize(random, ElementType.UInt8, "linear", 4, [], doubling: true));

    [Fact]
    public void Resize_cubic() => KernelOracle.Each(random => Resize(
        random, ElementType.Float32, "cubic", 4, [("exclude_outside", random.Next(2)), ("cubic_coeff_a", KernelOracle.Pick(random, -0.75f, -0.5f))]), tolerance: 1e-4);

    [Fact]
    public void Resize_antialiased() => KernelOracle.Each(
        random => Resize(random, ElementType.Float32, KernelOracle.Pick(random, "linear", "cubic"), 4, [("antialias", 1), ("exclude_outside", random.Next(2))], minimum: 18),
        tolerance: 1e-4);

    [Fact]
    public void Resize_by_sizes_and_axes() => KernelOracle.Each(random => new ModelBuilder(KernelOracle.Pick(random, 18, 19, 21))
        .Input("x", 1, 3, random.Next(3, 12), random.Next(3, 12))
        .Constant("sizes", random.Next(2, 20), random.Next(2, 20))
        .Node(
            "Resize",
            "x - - sizes",
            "y",
            ("mode", KernelOracle.Pick(random, "nearest", "linear")),
            ("axes", KernelOracle.Pick<int[]>(random, [2, 3], [3, 2])),
            ("keep_aspect_ratio_policy", KernelOracle.Pick(random, "stretch", "not_larger", "not_smaller")))
        .Output("y"));

    [Fact]
    public void Upsample() => KernelOracle.Each(random =>
    {
        float[] scales = [1, 1, KernelOracle.Pick(random, 1f, 2f, 3f, 1.5f), KernelOracle.Pick(random, 2f, 1.7f)];
        (string, object) mode = ("mode", KernelOracle.Pick(random, "nearest", "linear"));
        int opset = KernelOracle.Pick(random, 7, 8, 9, 10);
        ModelBuilder builder = new ModelBuilder(opset).Input("x", 2, random.Next(1, 9), 5, 6).Output("y").Constant("scales", Tensor.Floats(scales));
        return opset switch
        {
            < 9 => builder.Node("Upsample", "x", "y", mode, ("scales", scales)),
            9 => builder.Node("Upsample", "x scales", "y", mode),
            _ => builder.Node("Resize", "x scales", "y", mode),
        };
    });

    [Fact]
    public void GridSample() => KernelOracle.Each(
        random =>
        {
            int opset = KernelOracle.Pick(random, 16, 20, 22);
            int rank = opset >= 20 ? random.Next(2, 4) : 2;
            string[] modes = opset < 20 ? ["bilinear", "bicubic", "nearest"] : rank == 3 ? ["linear", "nearest"] : ["linear", "cubic", "nearest"];
            object[] spatial = [.. Enumerable.Range(0, rank).Select(_ => (object)random.Next(1, 6))];
            return new ModelBuilder(opset)
                .Input("x", [2, 3, .. Enumerable.Range(0, rank).Select(_ => (object)random.Next(2, 7))])
                .Input("grid", [2, .. spatial, rank])
                .Node("GridSample", "x grid", "y", ("mode", KernelOracle.Pick(random, modes)), ("padding_mode", KernelOracle.Pick(random, "zeros", "border", "reflection")), ("align_corners", random.Next(2)))
                .Output("y");
        },
        (random, name, shape) => name == "grid"
            ? Tensor.Create(shape, [.. Enumerable.Range(0, ShapeArithmetic.Length(shape)).Select(_ => (random.NextSingle() * 4) - 2)])
            : null,
        tolerance: 1e-4);

    [Fact]
    public void RoiAlign() => KernelOracle.Each(
        random => new ModelBuilder(KernelOracle.Pick(random, 10, 16))
            .Input("x", 2, 3, 9, 11)
            .Input("rois", 4, 4)
            .Input("images", DataType.Int64, 4)
            .Node(
                "RoiAlign",
                "x rois images",
                "y",
                ("mode", KernelOracle.Pick(random, "avg", "max")),
                ("output_height", random.Next(1, 5)),
                ("output_width", random.Next(1, 5)),
                ("sampling_ratio", random.Next(3)),
                ("spatial_scale", KernelOracle.Pick(random, 1f, 0.5f)))
            .Output("y"),
        (random, name, shape) => name switch
        {
            "rois" => Tensor.Create(shape, [.. Enumerable.Range(0, 16).Select(i => (i % 4 < 2 ? -2 : 4) + (random.NextSingle() * 6))]),
            "images" => Tensor.Create(shape, [.. Enumerable.Range(0, 4).Select(_ => (long)random.Next(2))]),
            _ => null,
        },
        tolerance: 1e-4);

    [Fact]
    public void MaxRoiPool() => KernelOracle.Each(
        random => new ModelBuilder(13)
            .Input("x", 2, 3, 9, 11)
            .Input("rois", 4, 5)
            .Node("MaxRoiPool", "x rois", "y", ("pooled_shape", new[] { random.Next(1, 5), random.Next(1, 5) }), ("spatial_scale", KernelOracle.Pick(random, 1f, 0.5f)))
            .Output("y"),
        (random, name, shape) => name == "rois"
            ? Tensor.Create(shape, [.. Enumerable.Range(0, 20).Select(i => i % 5 == 0 ? random.Next(2) : (i % 5 < 3 ? 0 : 4) + (random.NextSingle() * 5))])
            : null);

    [Fact]
    public void DeformConv() => KernelOracle.Each(random =>
    {
        int groups = KernelOracle.Pick(random, 1, 2);
        int offsetGroups = KernelOracle.Pick(random, 1, 2);
        int stride = random.Next(1, 3);
        int height = ((7 + 2 - 3) / stride) + 1;
        int width = ((8 + 2 - 3) / stride) + 1;
        var builder = new ModelBuilder(19);
        builder.Input("x", 2, 4, 7, 8).Input("w", 6, 4 / groups, 3, 3).Input("o", 2, offsetGroups * 18, height, width).Input("b", 6).Input("m", 2, offsetGroups * 9, height, width);
        return builder.Node(
            "DeformConv",
            KernelOracle.Pick(random, "x w o b m", "x w o - m", "x w o b", "x w o"),
            "y",
            ("group", groups),
            ("offset_group", offsetGroups),
            ("kernel_shape", new[] { 3, 3 }),
            ("pads", new[] { 1, 1, 1, 1 }),
            ("strides", new[] { stride, stride })).Output("y");
    });

    [Fact]
    public void AffineGrid() => KernelOracle.Each(random =>
    {
        int rank = random.Next(2, 4);
        long[] size = [2, 3, .. Enumerable.Range(0, rank).Select(_ => (long)random.Next(2, 7))];
        return new ModelBuilder(20)
            .Input("theta", 2, rank, rank + 1)
            .Constant("size", size)
            .Node("AffineGrid", "theta size", "y", ("align_corners", random.Next(2)))
            .Output("y");
    });

    [Fact]
    public void CenterCropPad() => KernelOracle.Each(random => new ModelBuilder(18)
        .Input("x", random.Next(1, 9), random.Next(1, 9), 5)
        .Constant("shape", random.Next(1, 9), random.Next(1, 9))
        .Node("CenterCropPad", "x shape", "y", ("axes", KernelOracle.Pick<int[]>(random, [0, 1], [1, 0])))
        .Output("y"));

    private static ModelBuilder Resize(Random random, ElementType type, string mode, int rank, (string, object)[] attributes, int minimum = 11, bool doubling = false)
    {
        int opset = KernelOracle.Pick(random, [.. new[] { 11, 13, 18, 19 }.Where(version => version >= minimum)]);
        string coordinates = KernelOracle.Pick(random, [.. Coordinates.Where(name => opset >= 19 || name != "half_pixel_symmetric").Where(name => opset < 13 || name != "tf_half_pixel_for_nn")]);
        if (doubling)
        {
            coordinates = KernelOracle.Pick(random, "half_pixel", "asymmetric");
        }

        object[] shape = [random.Next(1, 3), random.Next(1, 7), .. Enumerable.Range(0, rank - 2).Select(_ => (object)random.Next(2, 9))];
        float[] scales = [1, 1, .. Enumerable.Range(0, rank - 2).Select(_ => doubling ? 2 : KernelOracle.Pick(random, 2f, 0.5f, 1f, 1.3f, 0.7f, 3f))];
        // Where no extent changes, ONNX Runtime copies, whatever the scales and the region are.
        bool crops = coordinates == "tf_crop_and_resize";
        scales = [.. scales.Select((scale, d) => d > 1 && (crops ? scale is not (0.5f or 3) : scale != 1 && (int)(scale * (int)shape[d]) == (int)shape[d]) ? 2 : scale)];
        long[] sizes = [.. shape.Select((extent, d) => (long)(scales[d] * (int)extent) + (d > 1 && !crops ? random.Next(3) : 0))];
        bool bySizes = !doubling && random.Next(2) == 0;
        float[] roi = [0, 0, .. Enumerable.Range(0, rank - 2).Select(_ => random.NextSingle() * 0.5f), 1, 1, .. Enumerable.Range(0, rank - 2).Select(_ => 0.5f + (random.NextSingle() * 0.7f))];
        ModelBuilder builder = new ModelBuilder(opset)
            .Input("x", (DataType)ElementTypes.Of(type), shape)
            .Constant("roi", coordinates == "tf_crop_and_resize" ? Tensor.Floats(roi) : Tensor.Floats())
            .Constant("none", Tensor.Floats())
            .Constant("scales", Tensor.Floats(scales))
            .Constant("sizes", sizes)
            .Node(
                "Resize",
                bySizes ? "x roi none sizes" : "x roi scales",
                "y",
                [("mode", mode), ("coordinate_transformation_mode", coordinates), ("extrapolation_value", 5f), .. attributes])
            .Output("y");
        builder.Model.Graph.Output[0].Type.TensorType.ElemType = ElementTypes.Of(type);
        return builder;
    }
}
