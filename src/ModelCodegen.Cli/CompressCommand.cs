using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Report;
using ModelCodegen.Plan;

namespace ModelCodegen.Cli;

/// <summary><c>modelcodegen compress</c>: from an ONNX file to a plan and its weights.</summary>
internal static class CompressCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "The .onnx file." };
    private static readonly Option<string> Output = new("--output", "-o") { Description = "The folder to write <class>.plan.xml and <class>.weights.bin to.", DefaultValueFactory = _ => "." };
    private static readonly Option<string> ClassName = Text("--class", "The class's name; default: from the file name.");
    private static readonly Option<string> Namespace = Text("--namespace", "The class's namespace.");
    private static readonly Option<string> Accessibility = Text("--accessibility", "'public' or 'internal'.", "public");
    private static readonly Option<string> Shapes = Text("--input-shapes", "Pinned shapes, like 'x:1x3x224x224;N=4'.");
    private static readonly Option<string> Quantization = Text("--quantization", "'int8', 'int8-dynamic', 'int8-weights', 'int16x8', 'float16-weights' or 'none'.", "int8");
    private static readonly Option<string[]> KeepFloat = List("--keep-float", "Nodes that stay in float; '*' matches any text.");
    private static readonly Option<string[]> KeepInt16 = List("--keep-int16", "Nodes with 16-bit activations; '*' matches any text.");
    private static readonly Option<string> Io = Text("--io", "What Run takes and gives: 'float' or 'quantized'.", "float");
    private static readonly Option<string> Mean = Text("--mean", "Subtracted from the input, one number or one per channel: '123.7;116.3;103.5'.");
    private static readonly Option<string> Std = Text("--std", "What the difference is divided by, one number or one per channel.");
    private static readonly Option<string[]> Calibration = List("--calibration", "Calibration data: .npy, .npz, .pb or IDX files.");
    private static readonly Option<string> CalibrationMethod = Text("--calibration-method", "How ranges come from the data: 'minmax', 'percentile', 'entropy', 'mse' or 'auto'.", "minmax");
    private static readonly Option<string> Recovery = Text("--recovery", "Repairs without training: 'auto', 'none', or some of 'equalization', 'adaptive-rounding', 'bias-correction', 'channel-splitting', between commas.", "auto");
    private static readonly Option<string[]> Validation = List("--validation", "Validation data, labelled or not, in the same kinds of files.");
    private static readonly Option<string> MaxAccuracyDrop = Text("--max-accuracy-drop", "What compression may cost on the validation data, in percentage points.");
    private static readonly Option<string> Pruning = Text("--pruning", "'none', 'magnitude' or 'block'.", "none");
    private static readonly Option<string> Sparsity = Text("--sparsity", "The share of weights to remove, 0 to 0.95.", "0");
    private static readonly Option<string[]> PruneOnly = List("--prune-only", "The only nodes to prune.");
    private static readonly Option<string[]> PruneExclude = List("--prune-exclude", "Nodes not to prune.");
    private static readonly Option<string> EmitOnnx = Text("--emit-onnx", "Also write the compressed network as an ONNX file, quantized in QDQ form.");
    private static readonly Option<string> WriteReport = Text("--report", "'true' to write <class>.report.html and <class>.report.json, too, or 'false'.", "true");
    private static readonly Option<string> Project = Text("--project", "The project that errors in options are reported for.");

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var command = new Command("compress", "Compress a network: prune, calibrate, quantize, and lower it to a plan.")
        {
            Model, Output, ClassName, Namespace, Accessibility, Shapes, Quantization, KeepFloat, KeepInt16, Io, Mean, Std, Calibration, CalibrationMethod,
            Recovery, Validation, MaxAccuracyDrop, Pruning, Sparsity, PruneOnly, PruneExclude, EmitOnnx, WriteReport, Project,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    /// <summary>The options that say how to compress a network.</summary>
    public static IEnumerable<Option> CompressionOptions() => Create().Options.Except([Output, EmitOnnx, WriteReport, Project]);

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        string model = result.GetRequiredValue(Model);
        var console = new DiagnosticConsole(model, result.GetValue(Project));
        return console.Guard(() =>
        {
            var watch = Stopwatch.StartNew();
            CompressOptions options = Options(result, model);
            bool writesReport = OptionNames.ParseSwitch("Report", result.GetRequiredValue(WriteReport));
            CompressResult compressed = ModelCompiler.Compile(options, line => console.Log($"{Path.GetFileName(model)}: {line}"), cancellation);
            NetworkReport? report = writesReport ? ReportCollector.Collect(options, compressed, cancellation) : null;
            NetworkPlan plan = compressed.Plan;
            string name = plan.FullName;
            string folder = result.GetRequiredValue(Output);
            Directory.CreateDirectory(folder);

            // What a build must look at, too, to see that the model has changed.
            string inputs = Path.Combine(folder, name + ".inputs");
            if (compressed.ExternalFiles.Count > 0)
            {
                OutputFile.WriteIfDifferent(inputs, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', compressed.ExternalFiles) + "\n"));
            }
            else
            {
                File.Delete(inputs);
            }

            ReportFiles reportFiles = ReportFiles.Beside(folder, name);
            if (report is not null)
            {
                reportFiles.Write(report);
            }
            else
            {
                reportFiles.Delete();
            }

            // The plan comes last: it names the weights by their hash.
            OutputFile.WriteIfDifferent(Path.Combine(folder, name + ".weights.bin"), compressed.Weights);
            OutputFile.WriteIfDifferent(Path.Combine(folder, name + ".plan.xml"), System.Text.Encoding.UTF8.GetBytes(PlanXml.Write(plan)));
            if (result.GetValue(EmitOnnx) is { Length: > 0 } onnx)
            {
                OutputFile.WriteIfDifferent(onnx, QdqExporter.Export(compressed.Graph));
            }

            console.Warn(compressed.Warnings);
            long before = new FileInfo(model).Length;
            console.Log(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(model)} -> {name}: {plan.Quantization}, {before:N0} -> {plan.WeightBytes:N0} bytes ({100.0 * plan.WeightBytes / before:F1} %), "
                + $"sparsity {plan.Sparsity:F2}, {plan.Steps.Count} steps, arena {plan.ArenaBytes:N0} bytes, {watch.Elapsed.TotalSeconds:F1} s"));
        });
    }

    /// <summary>What they say.</summary>
    /// <exception cref="CompilationException">They cannot be read (<see cref="DiagnosticCode.OptionInvalid"/>).</exception>
    public static CompressOptions Options(ParseResult result, string model)
    {
        return new CompressOptions
        {
            ModelPath = model,
            ClassName = result.GetValue(ClassName) ?? "",
            Namespace = Identifiers.Namespace(result.GetValue(Namespace) ?? ""),
            Accessibility = result.GetRequiredValue(Accessibility),
            InputShapes = result.GetValue(Shapes) is { Length: > 0 } shapes ? InputShapes.Parse(shapes) : InputShapes.None,
            Quantization = OptionNames.ParseQuantization(result.GetRequiredValue(Quantization)),
            KeepFloat = result.GetValue(KeepFloat) ?? [],
            KeepInt16 = result.GetValue(KeepInt16) ?? [],
            Io = OptionNames.ParseIo(result.GetRequiredValue(Io)),
            Mean = OptionNames.ParseNumbers("Mean", result.GetValue(Mean) ?? ""),
            Std = OptionNames.ParseNumbers("Std", result.GetValue(Std) ?? ""),
            CalibrationFiles = [.. (result.GetValue(Calibration) ?? []).Order(StringComparer.Ordinal)],
            CalibrationMethod = OptionNames.ParseCalibrationMethod(result.GetRequiredValue(CalibrationMethod)),
            Recovery = OptionNames.ParseRecovery(result.GetRequiredValue(Recovery)),
            ValidationFiles = [.. (result.GetValue(Validation) ?? []).Order(StringComparer.Ordinal)],
            MaxAccuracyDrop = result.GetValue(MaxAccuracyDrop) is { Length: > 0 } drop ? Number("MaxAccuracyDrop", drop) : null,
            Pruning = OptionNames.ParsePruning(result.GetRequiredValue(Pruning)),
            Sparsity = Number("Sparsity", result.GetRequiredValue(Sparsity)),
            PruneOnly = result.GetValue(PruneOnly) ?? [],
            PruneExclude = result.GetValue(PruneExclude) ?? [],
        };
    }

    private static double Number(string option, string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        ? number
        : throw new CompilationException(DiagnosticCode.OptionInvalid, $"{option} '{text}' is no number.");

    private static Option<string> Text(string name, string description, string byDefault = "") =>
        new(name) { Description = description, DefaultValueFactory = _ => byDefault };

    private static Option<string[]> List(string name, string description) => new(name) { Description = description + " May be given several times." };
}
