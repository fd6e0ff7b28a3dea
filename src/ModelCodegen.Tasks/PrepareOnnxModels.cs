using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ModelCodegen.Plan;

namespace ModelCodegen.Tasks;

/// <summary>
/// Resolves <c>OnnxModel</c> items: fills in defaults, names the class, and writes every model's arguments into a file
/// that serves as the tool's response file and, because it is written only when different, as the stamp of its options.
/// </summary>
public sealed class PrepareOnnxModels : Task
{
    private const string OptionInvalid = "MCG2001";
    private const string DataMissing = "MCG2002";
    private const string ClassTwice = "MCG2006";
    private const string ModelMissing = "MCG1001";

    /// <summary>The <c>OnnxModel</c> items with their metadata.</summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>Values for metadata that an item does not set: items named like the metadata, with metadata <c>Value</c>.</summary>
    public ITaskItem[] Defaults { get; set; } = [];

    /// <summary>Calibration files, expanded, with metadata <c>Model</c>: the item and its pattern they belong to.</summary>
    public ITaskItem[] CalibrationFiles { get; set; } = [];

    /// <summary>The namespace of classes whose item sets none.</summary>
    public string RootNamespace { get; set; } = "";

    /// <summary>The folder for all outputs.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>The project, for errors in metadata.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The models, one item per class, sorted by it, with the metadata that the targets need.</summary>
    [Output]
    public ITaskItem[] Prepared { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var prepared = new List<ITaskItem>();
        foreach (ITaskItem model in Models)
        {
            if (!File.Exists(model.ItemSpec))
            {
                Error(model.ItemSpec, ModelMissing, "The model does not exist.");
                continue;
            }

            prepared.Add(Prepare(model));
        }

        foreach (IGrouping<string, ITaskItem> twice in prepared.GroupBy(item => item.GetMetadata("Class"), StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            Error(
                ProjectFile,
                ClassTwice,
                $"Several OnnxModel items have the class '{twice.Key}': {string.Join(", ", twice.Select(item => item.ItemSpec))}. Set ClassName or Namespace.");
        }

        if (Log.HasLoggedErrors)
        {
            return false;
        }

        Directory.CreateDirectory(OutputFolder);
        foreach (ITaskItem item in prepared)
        {
            WriteIfDifferent(item.GetMetadata("Arguments"), item.GetMetadata("ArgumentLines"));
            item.RemoveMetadata("ArgumentLines");
        }

        Prepared = prepared.OrderBy(item => item.GetMetadata("Class"), StringComparer.Ordinal).ToArray();
        return true;
    }

    private ITaskItem Prepare(ITaskItem model)
    {
        string className = model.GetMetadata("ClassName");
        if (className.Length == 0)
        {
            className = Identifiers.Pascal(Path.GetFileNameWithoutExtension(model.ItemSpec));
        }
        else if (!Identifiers.IsIdentifier(className))
        {
            Error(ProjectFile, OptionInvalid, $"{model.ItemSpec}: ClassName '{className}' is no C# identifier; '{Identifiers.Pascal(className)}' would be.");
        }

        string named = model.GetMetadata("Namespace");
        string @namespace = Identifiers.Namespace(named.Length > 0 ? named : RootNamespace);
        string name = @namespace.Length > 0 ? @namespace + "." + className : className;
        string path = Path.Combine(OutputFolder, name);

        var item = new TaskItem(model.ItemSpec);
        item.SetMetadata("Class", name);
        item.SetMetadata("Plan", path + ".plan.xml");
        item.SetMetadata("Weights", path + ".weights.bin");
        item.SetMetadata("Arguments", path + ".rsp");
        item.SetMetadata("Stamp", path + ".stamp");

        var lines = new List<string> { "compress", model.ItemSpec, "--output", OutputFolder, "--class", className, "--namespace", @namespace, "--project", ProjectFile };
        AddText(lines, model, "Accessibility", "--accessibility");
        AddText(lines, model, "InputShapes", "--input-shapes");
        AddText(lines, model, "Quantization", "--quantization");
        AddList(lines, model, "KeepFloat", "--keep-float");
        AddText(lines, model, "CalibrationMethod", "--calibration-method");
        AddText(lines, model, "Pruning", "--pruning");
        AddText(lines, model, "Sparsity", "--sparsity");
        AddList(lines, model, "PruneOnly", "--prune-only");
        AddList(lines, model, "PruneExclude", "--prune-exclude");
        AddCalibration(lines, model, item);
        item.SetMetadata("ArgumentLines", string.Concat(lines.Select(line => line + "\n")));
        return item;
    }

    private void AddCalibration(List<string> lines, ITaskItem model, ITaskItem item)
    {
        string pattern = Value(model, "Calibration");
        if (pattern.Length == 0)
        {
            return;
        }

        string[] files = CalibrationFiles
            .Where(file => file.GetMetadata("Model") == model.ItemSpec && file.GetMetadata("Pattern") == pattern)
            .Select(file => file.ItemSpec)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(file => file, StringComparer.Ordinal)
            .ToArray();
        foreach (string missing in files.Length == 0 ? [pattern] : files.Where(file => !File.Exists(file)))
        {
            Error(ProjectFile, DataMissing, $"{model.ItemSpec}: no calibration file matches '{missing}'.");
        }

        foreach (string file in files)
        {
            lines.Add("--calibration");
            lines.Add(file);
        }

        item.SetMetadata("Data", string.Join(";", files.Select(EscapeList)));
    }

    private void AddText(List<string> lines, ITaskItem model, string name, string option)
    {
        string value = Value(model, name);
        if (value.Length > 0)
        {
            lines.Add(option);
            lines.Add(Line(value));
        }
    }

    private void AddList(List<string> lines, ITaskItem model, string name, string option)
    {
        foreach (string part in Value(model, name).Split(';').Select(part => part.Trim()).Where(part => part.Length > 0))
        {
            lines.Add(option);
            lines.Add(Line(part));
        }
    }

    private string Value(ITaskItem model, string name)
    {
        string own = model.GetMetadata(name);
        return own.Length > 0 ? own : Defaults.FirstOrDefault(item => item.ItemSpec == name)?.GetMetadata("Value") ?? "";
    }

    private static string Line(string value) => value.Replace('\r', ' ').Replace('\n', ' ').Trim();

    // In a list a semicolon of a file's name must not separate.
    private static string EscapeList(string path) => path.Replace("%", "%25").Replace(";", "%3b");

    private static void WriteIfDifferent(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }

    private void Error(string file, string code, string message) =>
        Log.LogError(null, code, null, file, 0, 0, 0, 0, "{0}", message);
}
