using System.CommandLine;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;

namespace ModelCodegen.Cli;

/// <summary><c>modelcodegen inspect</c>: what a model looks like to the compiler.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "The .onnx file." };
    private static readonly Option<string> Shapes = new("--input-shapes") { Description = "Pinned shapes, like 'x:1x3x224x224;N=4'.", DefaultValueFactory = _ => "" };

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var command = new Command("inspect", "List a network's inputs, nodes with their names and shapes, and outputs, as options name them.") { Model, Shapes };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        string model = result.GetRequiredValue(Model);
        var console = new DiagnosticConsole(model, null);
        return console.Guard(() =>
        {
            var warnings = new List<Diagnostic>();
            InputShapes shapes = result.GetRequiredValue(Shapes) is { Length: > 0 } text ? InputShapes.Parse(text) : InputShapes.None;
            Graph graph = Normalizer.Normalize(OnnxImporter.Import(model, shapes, warnings, cancellation), warnings, cancellation);
            console.Warn(warnings);
            foreach (string input in graph.Inputs)
            {
                console.Log($"input   {input}: {graph.Values[input].Type} {ShapeArithmetic.Format(graph.Shape(input))}");
            }

            foreach (Node node in graph.Nodes)
            {
                string weights = string.Concat(node.Inputs.Where(graph.Constants.ContainsKey).Select(name => " " + ShapeArithmetic.Format(graph.Shape(name))));
                console.Log($"{node.Operator.Name,-20} {node.Name}: {ShapeArithmetic.Format(graph.Shape(node.Output))}{(weights.Length > 0 ? "  constants" + weights : "")}");
            }

            foreach (string output in graph.Outputs)
            {
                console.Log($"output  {output}: {ShapeArithmetic.Format(graph.Shape(output))}");
            }
        });
    }
}
