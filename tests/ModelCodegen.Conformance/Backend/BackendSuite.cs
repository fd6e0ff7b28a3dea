using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance.Backend;

/// <summary>Takes backend tests the whole way: compile, generate, compile the C#, run, compare.</summary>
internal static class BackendSuite
{
    // Compiling many networks into one assembly takes little longer than one.
    private const int Batch = 60;

    // ONNX's runner allows so much.
    private const double Relative = 1e-3;
    private const double Absolute = 1e-7;

    /// <summary>Runs all tests of a group whose names contain a text.</summary>
    public static IReadOnlyList<BackendResult> Run(string group, Action<string> progress, string filter = "")
    {
        var results = new List<BackendResult>();
        BackendTest[] tests = [.. BackendTest.All(group).Where(test => test.Name.Contains(filter, StringComparison.Ordinal))];
        foreach (BackendTest[] batch in tests.Chunk(Batch))
        {
            results.AddRange(RunBatch(batch));
            progress($"{group}: {results.Count} of {tests.Length}");
        }

        return results;
    }

    /// <summary>
    /// Compiles all tests of a group whose networks must give the same bits everywhere, which all do but those with float
    /// convolutions, and writes them to a folder for <see cref="BackendChild"/>; their names are returned.
    /// </summary>
    public static IReadOnlyList<string> Write(string group, string folder)
    {
        var names = new List<string>();
        Dictionary<string, string> known = Summary.Known();
        Compiled[] tests =
        [
            .. BackendTest.All(group)
                .Where(test => !known.ContainsKey(test.Name))
                .AsParallel()
                .AsOrdered()
                .Select(Compile)
                .Where(test => test.Failure is null && PlanXml.Read(test.PlanXml).Steps.All(IsExact)),
        ];
        foreach ((int index, Compiled[] batch) in tests.Chunk(Batch).Index())
        {
            string image = Path.Combine(folder, $"{index}");
            Directory.CreateDirectory(image);
            File.WriteAllBytes(image + ".dll", GeneratedNetwork.Image([.. batch.Select(test => (test.PlanXml, test.Weights))]));
            foreach (Compiled test in batch)
            {
                File.WriteAllText(Path.Combine(image, test.Name), test.PlanXml);
                names.Add(test.Name);
            }
        }

        return names;
    }

    private static bool IsExact(Step step) => step switch
    {
        ConvStep conv => conv.InputType != ElementType.Float32,
        DepthwiseStep depthwise => depthwise.InputType != ElementType.Float32,
        BranchStep branch => branch.Then.All(IsExact) && branch.Else.All(IsExact),
        LoopStep loop => loop.Body.All(IsExact),
        _ => true,
    };

    private static IEnumerable<BackendResult> RunBatch(IReadOnlyList<BackendTest> tests)
    {
        Compiled[] all = [.. tests.AsParallel().AsOrdered().Select(Compile)];
        Compiled[] good = [.. all.Where(test => test.Failure is null)];
        Dictionary<string, string> failures = Execute(good);
        return all.Select(test => new BackendResult(test.Name, test.Failure ?? failures.GetValueOrDefault(test.Name), test.IsFolded, test.Operators));
    }

    private static Compiled Compile(BackendTest test)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        string[] operators = [];
        try
        {
            IReadOnlyList<(Array[], Tensor[])> data = test.Write(path);
            operators = [.. ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Node.Select(node => node.Domain.Length > 0 ? $"{node.Domain}.{node.OpType}" : node.OpType).Distinct()];
            var options = new CompressOptions { ModelPath = path, ClassName = "N_" + test.Name, Namespace = "Backend", Quantization = QuantizationScheme.None };
            CompressResult result = ModelCompiler.Compile(options, _ => { });
            bool folded = !result.Plan.Steps.SelectMany(PlanLocations.Of).Any(location => location.Space == Space.Input);
            return new Compiled(test.Name, null, PlanXml.Write(result.Plan), result.Weights, data, folded, operators);
        }
        catch (CompilationException exception)
        {
            return new Compiled(test.Name, string.Join(" ", exception.Diagnostics.Select(d => $"{d.Code} {d.Message}")), "", [], [], false, operators);
        }
        catch (Exception exception)
        {
            return new Compiled(test.Name, exception.ToString(), "", [], [], false, operators);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Dictionary<string, string> Execute(IReadOnlyList<Compiled> tests)
    {
        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        if (tests.Count == 0)
        {
            return failures;
        }

        IReadOnlyList<GeneratedNetwork> networks;
        try
        {
            networks = GeneratedNetwork.CompileAll([.. tests.Select(test => (test.PlanXml, test.Weights))]);
        }
        catch (Exception exception) when (tests.Count == 1)
        {
            failures[tests[0].Name] = exception.Message;
            return failures;
        }
        catch (Exception)
        {
            // One that does not compile takes the others along: find it by halving.
            int half = tests.Count / 2;
            return Execute([.. tests.Take(half)]).Concat(Execute([.. tests.Skip(half)])).ToDictionary(StringComparer.Ordinal);
        }

        for (int i = 0; i < tests.Count; i++)
        {
            using GeneratedNetwork network = networks[i];
            foreach ((Array[] inputs, Tensor[] outputs) in tests[i].Data)
            {
                if (Check(network, inputs, outputs) is { } failure)
                {
                    failures[tests[i].Name] = failure;
                    break;
                }
            }
        }

        return failures;
    }

    private static string? Check(GeneratedNetwork network, Array[] inputs, Tensor[] expected)
    {
        Array[] actual;
        try
        {
            actual = network.Run(inputs);
        }
        catch (Exception exception)
        {
            return exception.Message;
        }

        actual = [.. WithDims(network, actual)];
        for (int i = 0; i < expected.Length; i++)
        {
            if (actual[i].GetType() != expected[i].Data.GetType() || actual[i].Length != expected[i].Length)
            {
                return $"output {i} is {actual[i].GetType().Name} of {actual[i].Length}, not {expected[i].Type} {ShapeArithmetic.Format(expected[i].Shape)}";
            }

            double[] x = Tensor.Of(expected[i].Type, expected[i].Shape, actual[i]).ToDouble();
            double[] y = expected[i].ToDouble();
            for (int k = 0; k < x.Length; k++)
            {
                if (!(Math.Abs(x[k] - y[k]) <= Absolute + (Relative * Math.Abs(y[k]))) && !x[k].Equals(y[k]))
                {
                    return FormattableString.Invariant($"element {k} of output {i} is {x[k]} instead of {y[k]}");
                }
            }
        }

        return null;
    }

    // Outputs cut to the dimensions that follow them.
    private static IEnumerable<Array> WithDims(GeneratedNetwork network, Array[] outputs)
    {
        string[] parameters = [.. network.Type.GetMethod("Run")!.GetParameters().Select(parameter => parameter.Name!).TakeLast(outputs.Length)];
        for (int i = 0; i < outputs.Length; i++)
        {
            if (i + 1 < outputs.Length && parameters[i + 1] == parameters[i] + "Dims")
            {
                int length = ((int[])outputs[i + 1]).Aggregate(1, (product, extent) => product * extent);
                Array cut = Array.CreateInstance(outputs[i].GetType().GetElementType()!, length);
                Array.Copy(outputs[i], cut, length);
                yield return cut;
                i++;
            }
            else
            {
                yield return outputs[i];
            }
        }
    }

    private sealed record Compiled(
        string Name, string? Failure, string PlanXml, byte[] Weights, IReadOnlyList<(Array[] Inputs, Tensor[] Outputs)> Data, bool IsFolded, IReadOnlyList<string> Operators);
}
