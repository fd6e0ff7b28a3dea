using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>Sorts a list of data files into groups of samples for a network's inputs, and collects what is wrong with them.</summary>
/// <param name="graph">The network.</param>
internal sealed class SampleFiles(Graph graph)
{
    private const string LabelsName = "labels";

    private readonly List<SampleGroup> groups = [];
    private readonly List<Diagnostic> errors = [];
    private ILookup<string, string> tensorFiles = Enumerable.Empty<string>().ToLookup(path => path);
    private bool isBeforeSound;

    /// <summary>All errors so far.</summary>
    public IReadOnlyList<Diagnostic> Errors => errors;

    /// <summary>Reads the headers of all files.</summary>
    public IReadOnlyList<SampleGroup> Read(IReadOnlyList<string> paths)
    {
        tensorFiles = paths.Where(path => TensorFile.InputIndex(path) is not null).ToLookup(FolderOf, StringComparer.Ordinal);
        foreach (string path in paths.Where(path => !TensorFile.IsOutput(path)))
        {
            int before = errors.Count;
            Guard(path, () => Add(path));
            isBeforeSound = errors.Count == before;
        }

        if (groups.Sum(group => (long)group.Count) > int.MaxValue)
        {
            Error(DiagnosticCode.DataShape, "The data files hold more samples than can be counted.", paths[0]);
        }

        if (groups.Count == 0 && errors.Count == 0)
        {
            Error(DiagnosticCode.DataMissing, "The data files hold no sample.", paths[0]);
        }

        LabelByFolder();
        return groups;
    }

    private void Add(string path)
    {
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
        {
            AddArchive(path, NpzFile.Read(path));
        }
        else if (path.EndsWith(".pb", StringComparison.OrdinalIgnoreCase))
        {
            AddTensors(path);
        }
        else if (IdxFile.IsNamed(path))
        {
            AddSingle(path, IdxFile.Read(path));
        }
        else if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            AddSingle(path, NpyFile.Read(path));
        }
        else
        {
            throw new FormatException("its name says no format; .npy, .npz, .pb and IDX files (…-idx3-ubyte, also .gz) are taken");
        }
    }

    // An array for the only input, or the labels of the file before it.
    private void AddSingle(string path, DataArray array)
    {
        if (graph.Inputs.Length != 1)
        {
            Error(
                DiagnosticCode.DataShape,
                $"The network has {graph.Inputs.Length} inputs ({string.Join(", ", graph.Inputs)}), but this file holds data for one; use .npz files, with arrays by input name.",
                path);
            return;
        }

        bool mayBeLabels = array.Shape.Length == 1
            && array.Format.IsInteger
            && isBeforeSound
            && groups.Count > 0
            && groups[^1].Labels is null
            && SampleShape.CountExactly(array.Shape, graph.Shape(graph.Inputs[0])) is null;
        if (mayBeLabels && groups[^1].Count == array.Shape[0])
        {
            groups[^1] = groups[^1] with { Labels = array };
        }
        else if (mayBeLabels && SampleShape.Count(array.Shape, graph.Shape(graph.Inputs[0])) is null)
        {
            Error(
                DiagnosticCode.DataShape,
                $"The file's {array.Shape[0]} integers are neither labels of the {groups[^1].Count} samples in the file before it ({Path.GetFileName(groups[^1].Path)}), nor samples of the input '{graph.Inputs[0]}' of shape {ShapeArithmetic.Format(graph.Shape(graph.Inputs[0]))}.",
                path);
        }
        else
        {
            AddGroup(path, [(graph.Inputs[0], array)], null);
        }
    }

    private void AddArchive(string path, IReadOnlyList<DataArray> arrays)
    {
        Dictionary<string, DataArray> byName = arrays.ToDictionary(array => array.Name, StringComparer.Ordinal);
        string[] missing = graph.Inputs.Where(input => !byName.ContainsKey(input)).ToArray();
        string[] unknown = byName.Keys.Where(name => name != LabelsName && !graph.Inputs.Contains(name)).ToArray();
        if (missing.Length + unknown.Length > 0)
        {
            Error(
                DiagnosticCode.DataShape,
                $"The file's arrays are named {string.Join(", ", byName.Keys)}, but the network's inputs {string.Join(", ", graph.Inputs)}: "
                + string.Join("; ", missing.Select(name => $"'{name}' is missing").Concat(unknown.Select(name => $"'{name}' is no input"))) + ".",
                path);
        }
        else
        {
            DataArray? labels = graph.Inputs.Contains(LabelsName) ? null : byName.GetValueOrDefault(LabelsName);
            AddGroup(path, [.. graph.Inputs.Select(input => (input, byName[input]))], labels);
        }
    }

    // input_0.pb, input_1.pb … of one folder belong together; for a network with one input every file stands alone.
    private void AddTensors(string path)
    {
        if (graph.Inputs.Length == 1)
        {
            AddGroup(path, [(graph.Inputs[0], TensorFile.Read(path))], null);
            return;
        }

        int? index = TensorFile.InputIndex(path);
        if (index is null || index >= graph.Inputs.Length)
        {
            Error(DiagnosticCode.DataShape, $"The network has {graph.Inputs.Length} inputs ({string.Join(", ", graph.Inputs)}): name their files input_0.pb to input_{graph.Inputs.Length - 1}.pb, a folder per sample.", path);
            return;
        }

        string[] beside = [.. tensorFiles[FolderOf(path)]];
        if (beside[0] != path)
        {
            return;
        }

        var arrays = new List<(string, DataArray)>();
        for (int i = 0; i < graph.Inputs.Length; i++)
        {
            if (beside.FirstOrDefault(other => TensorFile.InputIndex(other) == i) is { } file)
            {
                Guard(file, () => arrays.Add((graph.Inputs[i], TensorFile.Read(file))));
            }
            else
            {
                Error(DiagnosticCode.DataMissing, $"There is no input_{i}.pb beside it, for the input '{graph.Inputs[i]}'.", path);
            }
        }

        if (arrays.Count == graph.Inputs.Length)
        {
            AddGroup(path, [.. arrays], null);
        }
    }

    private void AddGroup(string path, ImmutableArray<(string Input, DataArray Array)> arrays, DataArray? labels)
    {
        int?[] counts = [.. arrays.Select(entry => SampleShape.Count(entry.Array.Shape, graph.Shape(entry.Input)))];
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] is null)
            {
                (string input, DataArray array) = arrays[i];
                Error(
                    DiagnosticCode.DataShape,
                    $"The array's shape {ShapeArithmetic.Format(array.Shape)} does not fit the input '{input}' of shape {ShapeArithmetic.Format(graph.Shape(input))}.",
                    array.Path);
            }
        }

        if (counts.Contains(null))
        {
            return;
        }

        if (counts.Distinct().Count() > 1)
        {
            Error(DiagnosticCode.DataShape, $"The arrays hold different numbers of samples: {string.Join(", ", arrays.Select((entry, i) => $"{counts[i]} of '{entry.Input}'"))}.", path);
        }
        else if (labels is not null && !labels.Format.IsInteger)
        {
            Error(DiagnosticCode.DataShape, "The array 'labels' must hold integers.", path);
        }
        else if (labels is not null && DataArray.Bytes(labels.Shape, labels.Format) != (long)counts[0]!.Value * labels.Format.Size)
        {
            Error(DiagnosticCode.DataShape, $"The array 'labels' has the shape {ShapeArithmetic.Format(labels.Shape)}, but there are {counts[0]} samples.", path);
        }
        else
        {
            groups.Add(new SampleGroup(path, counts[0]!.Value, arrays) { Labels = labels });
        }
    }

    // A folder per class, as 'data/shirt/17.npy': where no file has labels and the files lie in several folders. The folders of
    // ONNX's own test data are samples, not classes.
    private void LabelByFolder()
    {
        string[] folders = [.. groups.Select(group => Path.GetFileName(FolderOf(group.Path)))];
        string[] classes = [.. folders.Distinct().Order(StringComparer.Ordinal)];
        if (classes.Length > 1 && groups.All(group => !group.HasLabels && TensorFile.InputIndex(group.Path) is null))
        {
            for (int i = 0; i < groups.Count; i++)
            {
                groups[i] = groups[i] with { Class = Array.BinarySearch(classes, folders[i], StringComparer.Ordinal) };
            }
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";

    private void Guard(string path, Action read)
    {
        try
        {
            read();
        }
        catch (FormatException exception)
        {
            Error(DiagnosticCode.DataDamaged, $"The file cannot be read as data: {exception.Message}.", path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Error(DiagnosticCode.DataMissing, $"The data file cannot be opened: {exception.Message}", path);
        }
    }

    private void Error(string code, string message, string path) => errors.Add(new Diagnostic(code, Severity.Error, message, path));
}
