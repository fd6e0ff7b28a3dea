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

    // What the tool writes for every model, by metadata.
    private static readonly string[] Outputs = ["Plan", "Weights", "ReportPage", "ReportData"];

    private int errors;

    /// <summary>The <c>OnnxModel</c> items with their metadata.</summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>Values for metadata that an item does not set: items named like the metadata, with metadata <c>Value</c>.</summary>
    public ITaskItem[] Defaults { get; set; } = [];

    /// <summary>Calibration files, expanded, with metadata <c>Model</c>: the item and its pattern they belong to.</summary>
    public ITaskItem[] CalibrationFiles { get; set; } = [];

    /// <summary>Validation files, likewise.</summary>
    public ITaskItem[] ValidationFiles { get; set; } = [];

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
        var sound = new List<ITaskItem>();
        foreach (ITaskItem model in Models)
        {
            int before = errors;
            ITaskItem prepared = Prepare(model);
            if (errors == before)
            {
                sound.Add(prepared);
            }
        }

        IGrouping<string, ITaskItem>[] classes = sound.GroupBy(item => item.GetMetadata("Class"), StringComparer.OrdinalIgnoreCase).ToArray();
        foreach (IGrouping<string, ITaskItem> twice in classes.Where(group => group.Count() > 1))
        {
            Error(
                ProjectFile,
                ClassTwice,
                $"Several OnnxModel items have the class '{twice.Key}': {string.Join(", ", twice.Select(item => item.ItemSpec))}. Set ClassName or Namespace.");
        }

        // Those that are sound are prepared beside broken ones: a design-time build goes on with them.
        Prepared = classes.Select(group => group.First()).OrderBy(item => item.GetMetadata("Class"), StringComparer.Ordinal).ToArray();
        Directory.CreateDirectory(OutputFolder);
        foreach (ITaskItem item in Prepared)
        {
            WriteIfDifferent(item.GetMetadata("Arguments"), item.GetMetadata("ArgumentLines"));
            item.RemoveMetadata("ArgumentLines");

            // Outputs that are gone, whoever deleted them, are made again.
            if (Outputs.Select(item.GetMetadata).Any(output => output.Length > 0 && !File.Exists(output)))
            {
                File.Delete(item.GetMetadata("Stamp"));
            }
        }

        return errors == 0;
    }

    private ITaskItem Prepare(ITaskItem model)
    {
        if (!File.Exists(model.ItemSpec))
        {
            Error(model.ItemSpec, ModelMissing, "The model does not exist.");
        }

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
        if (Value(model, "Report") != "false")
        {
            item.SetMetadata("ReportPage", path + ".report.html");
            item.SetMetadata("ReportData", path + ".report.json");
        }

        // One argument per line. Values follow their option after '=', so that none is taken for an option or a response file.
        var lines = new List<string> { "compress", model.ItemSpec[0] is '-' or '@' ? "./" + model.ItemSpec : model.ItemSpec };
        Add(lines, "--output", OutputFolder);
        Add(lines, "--class", className);
        Add(lines, "--namespace", @namespace);
        Add(lines, "--project", ProjectFile);
        Add(lines, "--accessibility", Value(model, "Accessibility"));
        Add(lines, "--input-shapes", Value(model, "InputShapes"));
        Add(lines, "--quantization", Value(model, "Quantization"));
        AddList(lines, "--keep-float", Value(model, "KeepFloat"));
        AddList(lines, "--keep-int16", Value(model, "KeepInt16"));
        Add(lines, "--io", Value(model, "IO"));
        Add(lines, "--mean", Value(model, "Mean"));
        Add(lines, "--std", Value(model, "Std"));
        Add(lines, "--report", Value(model, "Report"));
        Add(lines, "--calibration-method", Value(model, "CalibrationMethod"));
        Add(lines, "--recovery", Value(model, "Recovery").Replace(';', ','));
        Add(lines, "--max-accuracy-drop", Value(model, "MaxAccuracyDrop"));

        // A model that turns off the pruning of all models need not turn off each of its settings.
        string pruning = Value(model, "Pruning");
        bool prunes = pruning.Length > 0 && pruning != "none";
        Add(lines, "--pruning", pruning);
        Add(lines, "--sparsity", prunes ? Value(model, "Sparsity") : model.GetMetadata("Sparsity"));
        AddList(lines, "--prune-only", prunes ? Value(model, "PruneOnly") : model.GetMetadata("PruneOnly"));
        AddList(lines, "--prune-exclude", prunes ? Value(model, "PruneExclude") : model.GetMetadata("PruneExclude"));
        IEnumerable<string> data = DataFiles(lines, model, "Calibration", CalibrationFiles).Concat(DataFiles(lines, model, "Validation", ValidationFiles)).ToArray();
        item.SetMetadata("Inputs", path + ".inputs");
        item.SetMetadata("Data", string.Join(";", data.Concat(ExternalFiles(path + ".inputs")).Select(EscapeList)));
        item.SetMetadata("ArgumentLines", string.Concat(lines.Select(line => line + "\n")));
        return item;
    }

    // The files beside a model that hold its tensors, as the last compression found them.
    private static string[] ExternalFiles(string list) => File.Exists(list) ? File.ReadAllLines(list) : [];

    private string[] DataFiles(List<string> lines, ITaskItem model, string metadata, ITaskItem[] expanded)
    {
        string pattern = Value(model, metadata);
        if (pattern.Length == 0)
        {
            return [];
        }

        string[] files = expanded
            .Where(file => file.GetMetadata("Model") == model.ItemSpec && file.GetMetadata("Pattern").Trim() == pattern)
            .Select(file => file.ItemSpec)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(file => file, StringComparer.Ordinal)
            .ToArray();
        foreach (string missing in files.Length == 0 ? [pattern] : files.Where(file => !File.Exists(file)))
        {
            Error(ProjectFile, DataMissing, $"{model.ItemSpec}: no {metadata.ToLowerInvariant()} file matches '{missing}'.");
        }

        foreach (string file in files)
        {
            Add(lines, "--" + metadata.ToLowerInvariant(), file);
        }

        return files;
    }

    private static void Add(List<string> lines, string option, string value)
    {
        string line = value.Replace('\r', ' ').Replace('\n', ' ').Trim();
        if (line.Length > 0)
        {
            lines.Add(option + "=" + line);
        }
    }

    private static void AddList(List<string> lines, string option, string values)
    {
        foreach (string value in values.Split(';'))
        {
            Add(lines, option, value);
        }
    }

    private string Value(ITaskItem model, string name)
    {
        string own = model.GetMetadata(name).Trim();
        return own.Length > 0 ? own : Defaults.FirstOrDefault(item => item.ItemSpec == name)?.GetMetadata("Value").Trim() ?? "";
    }

    // In a list a semicolon of a file's name must not separate.
    private static string EscapeList(string path) => path.Replace("%", "%25").Replace(";", "%3b");

    private static void WriteIfDifferent(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }

    private void Error(string file, string code, string message)
    {
        errors++;
        Log.LogError(null, code, null, file, 0, 0, 0, 0, "{0}", message);
    }
}
