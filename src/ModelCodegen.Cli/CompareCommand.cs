using System.CommandLine;
using ModelCodegen.Cli.OnnxRuntime;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Report;
using ModelCodegen.Compiler.Report.Comparison;

namespace ModelCodegen.Cli;

/// <summary><c>modelcodegen compare</c>: what compression costs in accuracy, beside ONNX Runtime's float and its int8.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "The .onnx file." };
    private static readonly Option<string[]> Data = new("--data")
    {
        Description = "The data to compare on, labelled or not: .npy, .npz, .pb or IDX files. Ranges come from it, too, where --calibration names no other.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Samples = new("--samples") { Description = "The largest number of samples.", DefaultValueFactory = _ => 1000 };
    private static readonly Option<string> OnnxRuntimeFolder = new("--onnxruntime")
    {
        Description = "A folder with Microsoft.ML.OnnxRuntime.dll and its native library, for example the output folder of an application that uses it.",
    };

    private static readonly Option<bool> All = new("--all") { Description = "Show every layer, not only the worst." };
    private static readonly Option<string> Json = new("--json") { Description = "Also write the comparison as JSON." };

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var command = new Command("compare", "Compress a network and compare it with its floats, and with ONNX Runtime's float and int8: end to end and per layer. Takes the options of 'compress'.")
        {
            Model, Data, Samples, OnnxRuntimeFolder, All, Json,
        };
        foreach (Option option in CompressCommand.CompressionOptions())
        {
            command.Options.Add(option);
        }

        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        string model = result.GetRequiredValue(Model);
        var console = new DiagnosticConsole(model, null);
        return console.Guard(() =>
        {
            OnnxRuntimeLibrary? runtime = result.GetValue(OnnxRuntimeFolder) is { } folder ? OnnxRuntimeLibrary.Load(folder) : null;
            string[] data = [.. result.GetRequiredValue(Data).Order(StringComparer.Ordinal)];
            CompressOptions options = CompressCommand.Options(result, model);
            if (options.CalibrationFiles.Count == 0 && options.Quantization is QuantizationScheme.Int8 or QuantizationScheme.Int16x8)
            {
                options = options with { CalibrationFiles = data };
                console.Log("Ranges come from the data to compare on; --calibration can name other data.");
            }

            CompressResult compressed = ModelCompiler.Compile(options, line => console.Log($"{Path.GetFileName(model)}: {line}"), cancellation);
            console.Warn(compressed.Warnings);
            ComparisonReport report = new NetworkComparer(options, compressed, data, cancellation).Compare(Math.Max(1, result.GetValue(Samples)), runtime);
            if (runtime is null)
            {
                console.Log("ONNX Runtime's columns are left out: --onnxruntime names a folder that holds Microsoft.ML.OnnxRuntime.dll and its native library.");
            }

            console.Log("");
            foreach (string line in ComparisonTable.Lines(report, result.GetValue(All)))
            {
                console.Log(line);
            }

            if (result.GetValue(Json) is { Length: > 0 } json)
            {
                OutputFile.WriteIfDifferent(json, ReportJson.Write(report));
            }
        });
    }
}
