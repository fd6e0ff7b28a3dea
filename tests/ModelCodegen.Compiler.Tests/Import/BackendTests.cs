using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Import;

/// <summary>
/// ONNX's own backend tests. Those that the compiler does not refuse must pass, as normalized and as fused graphs, and
/// there must be enough of them.
/// </summary>
public sealed class BackendTests
{
    private const string Root = "/usr/share/libonnx-testdata/data";
    private const int MinimumCount = 900;

    // Expected outputs that contradict ONNX's definition, and ONNX Runtime.
    private static readonly string[] Wrong =
        ["test_maxunpool_export_with_output_shape", "test_resize_downsample_scales_cubic_align_corners", "test_resize_downsample_scales_linear_align_corners"];

    private static readonly TensorReader Tensors = new TensorReader(new ExternalData("."));

    [Fact]
    public void Everything_that_can_be_imported_computes_what_onnx_says()
    {
        var failures = new List<string>();
        int refused = 0;
        int passed = 0;
        foreach (string folder in Folders().Where(folder => !Wrong.Contains(System.IO.Path.GetFileName(folder))))
        {
            string name = System.IO.Path.GetFileName(folder);
            foreach (string data in Directory.GetDirectories(folder, "test_data_set_*"))
            {
                try
                {
                    string? failure = Check(folder, data);
                    passed += failure is null ? 1 : 0;
                    if (failure is not null)
                    {
                        failures.Add($"{name}: {failure}");
                    }
                }
                catch (CompilationException)
                {
                    refused++;
                }
                catch (Exception e)
                {
                    failures.Add($"{name}: {e}");
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        Assert.True(passed >= MinimumCount, $"Only {passed} backend tests passed, {refused} use what is not supported.");
    }

    private static IEnumerable<string> Folders()
    {
        Assert.True(Directory.Exists(Root), $"{Root} is missing: install Debian's package libonnx-testdata.");
        return new[] { "node", "simple", "pytorch-converted", "pytorch-operator" }
            .SelectMany(kind => Directory.GetDirectories(System.IO.Path.Combine(Root, kind)))
            .Order(StringComparer.Ordinal);
    }

    private static string? Check(string folder, string data)
    {
        Tensor[] inputs = Read(data, "input");
        Graph imported = Import(System.IO.Path.Combine(folder, "model.onnx"));
        if (imported.Inputs.Length != inputs.Length)
        {
            return $"{imported.Inputs.Length} inputs instead of {inputs.Length}";
        }

        try
        {
            return Check(imported, inputs, data, inputs.Length);
        }
        catch (CompilationException) when (inputs.Length > 1)
        {
            // Weights, shapes and the like must be known at build time.
            return Check(imported, inputs, data, 1);
        }
    }

    /// <summary>Only the first inputs of 32-bit floats are given at run time, the others are constants.</summary>
    private static string? Check(Graph imported, Tensor[] inputs, string data, int atRunTime)
    {
        var run = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < inputs.Length; i++)
        {
            string name = imported.Inputs[i];
            if (i < atRunTime && inputs[i].Type == ElementType.Float32)
            {
                run.Add(name, inputs[i]);
            }
            else
            {
                imported = imported with { Constants = imported.Constants.SetItem(name, inputs[i]) };
            }
        }

        imported = imported with { Inputs = [.. run.Keys], Values = imported.Values.RemoveRange(imported.Constants.Keys) };
        Graph normalized = Normalizer.Normalize(imported, [], CancellationToken.None);
        return Compare(normalized, run, data) ?? Compare(Normalizer.Fuse(normalized), run, data);
    }

    /// <summary>Older models are read as operator set 7, without the two attributes that it dropped.</summary>
    private static Graph Import(string path)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        foreach (OperatorSetIdProto import in model.OpsetImport.Where(import => import is { Domain: "", Version: < 7 }))
        {
            import.Version = 7;
            foreach (NodeProto node in model.Graph.Node)
            {
                foreach (AttributeProto attribute in node.Attribute.Where(a => a.Name is "is_test" or "broadcast").ToArray())
                {
                    node.Attribute.Remove(attribute);
                }
            }
        }

        using var copy = new TemporaryFolder();
        File.WriteAllBytes(copy.File("model.onnx"), Google.Protobuf.MessageExtensions.ToByteArray(model));
        return OnnxImporter.Import(copy.File("model.onnx"), InputShapes.None, [], CancellationToken.None);
    }

    private static string? Compare(Graph graph, Dictionary<string, Tensor> inputs, string data)
    {
        IReadOnlyDictionary<string, Tensor> actual = ReferenceEvaluator.Run(graph, inputs);
        Tensor[] expected = Read(data, "output");
        for (int i = 0; i < expected.Length; i++)
        {
            Tensor tensor = actual[graph.Outputs[i]];
            if (tensor.Type != expected[i].Type || !tensor.Shape.SequenceEqual(expected[i].Shape))
            {
                return $"{tensor.Type} {ShapeArithmetic.Format(tensor.Shape)} instead of {expected[i].Type} {ShapeArithmetic.Format(expected[i].Shape)}";
            }

            double[] x = tensor.ToDouble();
            double[] y = expected[i].ToDouble();
            for (int k = 0; k < x.Length; k++)
            {
                if (Math.Abs(x[k] - y[k]) > 1e-6 + (1e-3 * Math.Abs(y[k])) && !x[k].Equals(y[k]))
                {
                    return $"element {k} is {x[k]} instead of {y[k]}";
                }
            }
        }

        return null;
    }

    private static Tensor[] Read(string folder, string kind) =>
    [
        .. Directory.GetFiles(folder, $"{kind}_*.pb")
            .OrderBy(file => int.Parse(System.IO.Path.GetFileNameWithoutExtension(file)[(kind.Length + 1)..]))
            .Select(file => Tensors.Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(file)))),
    ];
}
