using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>
/// Reads samples for a network, for calibration and for validation, from <c>.npy</c>, <c>.npz</c>, <c>.pb</c> and IDX files.
/// One after the other, so that memory does not grow with their number. Values convert by value, without scaling.
/// Labels are the array <c>labels</c> of a <c>.npz</c>; a file of integers, one per sample of the file before it in the list;
/// or, where no file has any and they lie in several folders, the index of a file's folder in ordinal order.
/// </summary>
internal sealed class SampleReader
{
    private readonly Graph graph;
    private readonly IReadOnlyList<SampleGroup> groups;

    private SampleReader(Graph graph, IReadOnlyList<SampleGroup> groups)
    {
        this.graph = graph;
        this.groups = groups;
    }

    /// <summary>The number of samples in all files.</summary>
    public int Count => groups.Sum(group => group.Count);

    /// <summary>Whether every sample has a label.</summary>
    public bool HasLabels => groups.All(group => group.HasLabels);

    /// <summary>Checks every file's header.</summary>
    /// <exception cref="CompilationException">Files are missing, damaged or do not fit the inputs; carries every error found.</exception>
    public static SampleReader Open(IReadOnlyList<string> paths, Graph graph)
    {
        var files = new SampleFiles(graph);
        IReadOnlyList<SampleGroup> groups = files.Read(paths);
        return files.Errors.Count == 0 ? new SampleReader(graph, groups) : throw new CompilationException(files.Errors);
    }

    /// <summary>Gives all samples, in the order of the files; each call reads them anew.</summary>
    /// <exception cref="CompilationException">A file turns out to be damaged (<see cref="DiagnosticCode.DataDamaged"/>).</exception>
    public IEnumerable<Sample> Read() => groups.SelectMany(Read);

    private IEnumerable<Sample> Read(SampleGroup group)
    {
        var inputs = new List<ArrayReader>();
        ArrayReader? labels = null;
        try
        {
            inputs.AddRange(group.Arrays.Select(entry => new ArrayReader(entry.Array, graph.Info(entry.Input))));
            labels = group.Labels is { } array ? new ArrayReader(array, new ValueInfo(ElementType.Int64, [])) : null;
            for (int i = 0; i < group.Count; i++)
            {
                var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
                for (int k = 0; k < inputs.Count; k++)
                {
                    tensors.Add(group.Arrays[k].Input, inputs[k].Next());
                }

                yield return new Sample(tensors, labels?.Next().Values<long>()[0] ?? group.Class);
            }

            foreach (ArrayReader reader in labels is null ? inputs : inputs.Append(labels))
            {
                reader.ExpectEnd();
            }
        }
        finally
        {
            inputs.ForEach(reader => reader.Dispose());
            labels?.Dispose();
        }
    }
}
