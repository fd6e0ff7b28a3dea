using System.Text;
using Google.Protobuf;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Plan;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Tests.Import;

/// <summary>Whatever is wrong with a file ends in a <see cref="CompilationException"/> that says so.</summary>
public sealed class DamagedModelTests
{
    /// <summary>A change to a sound model, and the code it must give.</summary>
    public static TheoryData<string, string> Damages => new TheoryData<string, string>
    {
        { "no graph", DiagnosticCode.ModelDamaged },
        { "no opset", DiagnosticCode.ModelDamaged },
        { "opset 0", DiagnosticCode.OpsetUnsupported },
        { "opset 27", DiagnosticCode.OpsetUnsupported },
        { "IR version 2", DiagnosticCode.OpsetUnsupported },
        { "raw data too short", DiagnosticCode.TensorDamaged },
        { "raw data too long", DiagnosticCode.TensorDamaged },
        { "raw and typed data", DiagnosticCode.TensorDamaged },
        { "negative dimension", DiagnosticCode.TensorDamaged },
        { "overflowing dimensions", DiagnosticCode.TooLarge },
        { "string tensor", DiagnosticCode.TypeUnsupported },
        { "byte out of range", DiagnosticCode.TensorDamaged },
        { "segment", DiagnosticCode.TensorDamaged },
        { "sparse index outside", DiagnosticCode.TensorDamaged },
        { "NaN weight", DiagnosticCode.WeightsNotFinite },
        { "infinite weight", DiagnosticCode.WeightsNotFinite },
        { "initializer twice", DiagnosticCode.GraphInvalid },
        { "value twice", DiagnosticCode.GraphInvalid },
        { "output twice", DiagnosticCode.GraphInvalid },
        { "no outputs", DiagnosticCode.GraphInvalid },
        { "missing producer", DiagnosticCode.GraphInvalid },
        { "output without producer", DiagnosticCode.GraphInvalid },
        { "cycle", DiagnosticCode.GraphInvalid },
        { "unknown attribute", DiagnosticCode.NodeInvalid },
        { "attribute of another type", DiagnosticCode.NodeInvalid },
        { "attribute reference", DiagnosticCode.NodeInvalid },
        { "missing input", DiagnosticCode.NodeInvalid },
        { "wrong kernel shape", DiagnosticCode.NodeInvalid },
        { "wrong channels", DiagnosticCode.NodeInvalid },
        { "window larger than the input", DiagnosticCode.NodeInvalid },
        { "huge padding", DiagnosticCode.TooLarge },
        { "huge constant", DiagnosticCode.TooLarge },
        { "huge input", DiagnosticCode.TooLarge },
        { "unknown dimension", DiagnosticCode.ShapeUnknown },
        { "unknown shape", DiagnosticCode.ShapeUnknown },
        { "string input", DiagnosticCode.TypeUnsupported },
        { "other domain", DiagnosticCode.OperatorUnsupported },
        { "a missing branch", DiagnosticCode.NodeInvalid },
        { "shape at run time", DiagnosticCode.OperatorUnsupported },
        { "recursive function", DiagnosticCode.GraphInvalid },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_reported_with_its_code(string damage, string code)
    {
        ModelBuilder builder = Sound();
        Apply(damage, builder);
        CompilationException e = Assert.Throws<CompilationException>(() => builder.Normalize());
        Assert.All(e.Diagnostics, diagnostic => Assert.Equal(code, diagnostic.Code));
    }

    [Fact]
    public void Sound_model_is_sound() => Assert.Single(Sound().Normalize().Outputs);

    [Fact]
    public void Missing_file_is_unreadable() => AssertCode(DiagnosticCode.ModelUnreadable, () => Import("/nonexistent/model.onnx"));

    [Fact]
    public void Folder_is_unreadable()
    {
        using var folder = new TemporaryFolder();
        AssertCode(DiagnosticCode.ModelUnreadable, () => Import(folder.Path));
    }

    [Fact]
    public void Empty_file_is_damaged() => AssertCode(DiagnosticCode.ModelDamaged, () => ImportBytes([]));

    [Theory]
    [InlineData("This is a text, and no model at all.")]
    [InlineData("<html><body>404</body></html>")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")]
    public void Text_is_no_model(string text) => AssertCode(DiagnosticCode.ModelDamaged, () => ImportBytes(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Truncated_file_is_refused_wherever_it_ends()
    {
        byte[] bytes = Sound().ToBytes();
        for (int length = 0; length < bytes.Length; length += length < 100 || length > bytes.Length - 200 ? 1 : 7)
        {
            byte[] part = bytes[..length];
            Assert.Throws<CompilationException>(() => ImportBytes(part));
        }
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            Assert.Throws<CompilationException>(() => ImportBytes(bytes));
        }
    }

    [Fact]
    public void Flipped_bits_never_give_another_exception()
    {
        byte[] bytes = Sound().ToBytes();
        var random = new Random(2);
        for (int i = 0; i < 600; i++)
        {
            byte[] changed = [.. bytes];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                Normalizer.Fuse(Normalizer.Normalize(ImportBytes(changed), [], CancellationToken.None));
            }
            catch (CompilationException)
            {
                // The change did matter.
            }
        }
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var graph = new GraphProto { Name = "innermost" };
        for (int i = 0; i < 500; i++)
        {
            var node = new NodeProto { OpType = "If" };
            node.Attribute.Add(ModelBuilder.Attribute("then_branch", graph));
            graph = new GraphProto();
            graph.Node.Add(node);
        }

        ModelBuilder builder = Sound();
        builder.Model.Graph.Node.Add(graph.Node);
        AssertCode(DiagnosticCode.ModelDamaged, () => builder.Import());
    }

    [Fact]
    public void All_unsupported_operators_are_listed_at_once()
    {
        ModelBuilder builder = Sound().Node("StringSplit", "y", "a").Node("ImageDecoder", "a", "b").Node("SequenceEmpty", "b", "d").Output("d");
        CompilationException e = Assert.Throws<CompilationException>(() => builder.Import());
        Assert.Equal(["a_node", "b_node", "d_node"], e.Diagnostics.Select(diagnostic => diagnostic.Node));
        Assert.All(e.Diagnostics, diagnostic => Assert.Equal(DiagnosticCode.OperatorUnsupported, diagnostic.Code));
        Assert.Contains("StringSplit", e.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_damaged_weights_are_named()
    {
        ModelBuilder builder = Sound().Constant("nan", Tensor.Floats(1, float.NaN)).Constant("inf", Tensor.Floats(float.NegativeInfinity));
        CompilationException e = Assert.Throws<CompilationException>(() => builder.Import());
        Assert.Equal(["The initializer 'inf' holds NaN or infinite elements.", "The initializer 'nan' holds NaN or infinite elements."], e.Diagnostics.Select(diagnostic => diagnostic.Message));
    }

    [Fact]
    public void Everything_that_must_be_known_is_listed()
    {
        ModelBuilder builder = Sound().Node("Cast", "y", "s", ("to", 7)).Node("Tile", "y s", "a").Node("Reshape", "y s", "b").Output("a", "b");
        CompilationException e = Assert.Throws<CompilationException>(() => builder.Normalize());
        Assert.Equal(["a_node", "b_node"], e.Diagnostics.Select(diagnostic => diagnostic.Node));
    }

    [Fact]
    public void Cancellation_is_heeded()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("m.onnx"), Sound().ToBytes());
        Assert.Throws<OperationCanceledException>(() => OnnxImporter.Import(folder.File("m.onnx"), InputShapes.None, [], new CancellationToken(canceled: true)));
    }

    /// <summary>x [1,3,8,8], convolved with w, then Relu.</summary>
    private static ModelBuilder Sound() => new ModelBuilder()
        .Input("x", 1, 3, 8, 8)
        .Constant("w", ModelBuilder.Random(new Random(0), 4, 3, 3, 3))
        .Node("Conv", "x w", "c")
        .Node("Relu", "c", "y")
        .Output("y");

    private static void Apply(string damage, ModelBuilder builder)
    {
        ModelProto model = builder.Model;
        GraphProto graph = model.Graph;
        TensorProto w = graph.Initializer[0];
        NodeProto conv = graph.Node[0];
        switch (damage)
        {
            case "no graph": model.Graph = null; break;
            case "no opset": model.OpsetImport.Clear(); break;
            case "opset 0": model.OpsetImport[0].Version = 0; break;
            case "opset 27": model.OpsetImport[0].Version = 27; break;
            case "IR version 2": model.IrVersion = 2; break;
            case "raw data too short": w.RawData = ByteString.CopyFrom(w.RawData.Span[1..]); break;
            case "raw data too long": w.RawData = ByteString.CopyFrom([.. w.RawData.Span, 0, 0, 0, 0]); break;
            case "raw and typed data": w.FloatData.Add(1); break;
            case "negative dimension": w.Dims[0] = -4; break;
            case "overflowing dimensions": w.Dims[0] = w.Dims[1] = w.Dims[2] = int.MaxValue; break;
            case "string tensor": w.DataType = DataType.String; break;
            case "byte out of range":
                graph.Initializer.Add(new TensorProto { Name = "bytes", DataType = DataType.Uint8, Dims = { 1 }, Int32Data = { 256 } });
                break;
            case "segment": w.Segment = new TensorProto.Types.Segment(); break;
            case "sparse index outside":
                graph.SparseInitializer.Add(new SparseTensorProto
                {
                    Values = ModelBuilder.Proto("sparse", Tensor.Floats(1)),
                    Indices = ModelBuilder.Proto("", Tensor.Create([1], [9L])),
                    Dims = { 9 },
                });
                break;
            case "NaN weight": builder.Constant("v", Tensor.Floats(float.NaN)); break;
            case "infinite weight": builder.Constant("v", Tensor.Floats(float.PositiveInfinity)); break;
            case "initializer twice": graph.Initializer.Add(w); break;
            case "value twice": builder.Node("Relu", "x", "c"); break;
            case "output twice": builder.Output("y"); break;
            case "no outputs": graph.Output.Clear(); break;
            case "missing producer": conv.Input[0] = "z"; break;
            case "output without producer": graph.Output[0].Name = "z"; break;
            case "cycle": conv.Input[0] = "y"; break;
            case "unknown attribute": conv.Attribute.Add(ModelBuilder.Attribute("pad", 1)); break;
            case "attribute of another type": conv.Attribute.Add(ModelBuilder.Attribute("group", 1f)); break;
            case "attribute reference": conv.Attribute.Add(new AttributeProto { Name = "group", RefAttrName = "g" }); break;
            case "missing input": conv.Input.RemoveAt(1); break;
            case "wrong kernel shape": conv.Attribute.Add(ModelBuilder.Attribute("kernel_shape", new[] { 5, 5 })); break;
            case "wrong channels": conv.Attribute.Add(ModelBuilder.Attribute("group", 3)); break;
            case "window larger than the input": conv.Attribute.Add(ModelBuilder.Attribute("dilations", new[] { 9, 9 })); break;
            case "huge padding": conv.Attribute.Add(ModelBuilder.Attribute("pads", new[] { int.MaxValue, 0, 0, 0 })); break;
            case "huge constant":
                builder.Constant("s", 10000, 10000).Node("ConstantOfShape", "s", "big").Output("big");
                break;
            case "huge input": builder.Input("z", 100000, 100000).Node("Relu", "z", "zz").Output("zz"); break;
            case "unknown dimension": builder.Input("z", 1, "width").Output("z"); break;
            case "unknown shape":
                builder.Input("z").Output("z");
                graph.Input[^1].Type.TensorType.Shape = null;
                break;
            case "string input": builder.Input("z", DataType.String, 1).Output("z"); break;
            case "other domain":
                builder.Node("Unheard", "x", "g").Output("g");
                graph.Node[^1].Domain = "com.microsoft";
                break;
            case "a missing branch":
                builder.Node("If", "x", "g", ("then_branch", new GraphProto())).Output("g");
                break;
            case "shape at run time": builder.Node("Cast", "x", "s", ("to", 7)).Node("Expand", "x s", "g").Output("g"); break;
            case "recursive function":
                var function = new FunctionProto { Name = "F", Domain = "own", Input = { "a" }, Output = { "b" } };
                function.Node.Add(new NodeProto { OpType = "F", Domain = "own", Input = { "a" }, Output = { "b" } });
                model.Functions.Add(function);
                builder.Node("F", "x", "g").Output("g");
                graph.Node[^1].Domain = "own";
                break;
            default: throw new ArgumentException(damage);
        }
    }

    private static Graph ImportBytes(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), bytes);
        return Import(folder.File("model.onnx"));
    }

    private static Graph Import(string path) => OnnxImporter.Import(path, InputShapes.None, [], CancellationToken.None);

    private static void AssertCode(string code, Action action) =>
        Assert.All(Assert.Throws<CompilationException>(action).Diagnostics, diagnostic => Assert.Equal(code, diagnostic.Code));
}
