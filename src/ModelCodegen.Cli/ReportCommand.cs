using System.CommandLine;
using ModelCodegen.Compiler;
using ModelCodegen.Compiler.Report;

namespace ModelCodegen.Cli;

/// <summary><c>modelcodegen report</c>: what compression does to a network, as a page and as JSON, without writing a plan.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "The .onnx file." };
    private static readonly Option<string> Output = new("--output", "-o") { Description = "The .html file to write; the same goes as JSON beside it. Default: <model>.report.html." };

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var command = new Command("report", "Compress a network and report on it: sizes, precision and error per layer, ranges, and a drawing. Takes the options of 'compress'.") { Model, Output };
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
            CompressOptions options = CompressCommand.Options(result, model);
            CompressResult compressed = ModelCompiler.Compile(options, line => console.Log($"{Path.GetFileName(model)}: {line}"), cancellation);
            string html = result.GetValue(Output) ?? Path.GetFileNameWithoutExtension(model) + ".report.html";
            var files = new ReportFiles(html, Path.ChangeExtension(html, ".json"));
            files.Write(ReportCollector.Collect(options, compressed, cancellation));
            console.Warn(compressed.Warnings);
            console.Log($"{Path.GetFileName(model)} -> {files.Html}, {files.Json}");
        });
    }
}
