using System.Collections.Immutable;
using Google.Protobuf;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Conformance.Backend;

/// <summary>One of ONNX's backend tests: a model, inputs, and the outputs that ONNX's own implementation gave.</summary>
/// <param name="folder">Where it lies.</param>
internal sealed class BackendTest(string folder)
{
    /// <summary>Debian's package libonnx-testdata.</summary>
    public const string Root = "/usr/share/libonnx-testdata/data";

    private static readonly TensorReader Tensors = new(new ExternalData("."));

    /// <summary>For example <c>test_add_bcast</c>.</summary>
    public string Name { get; } = Path.GetFileName(folder);

    /// <summary>All tests of a group: <c>node</c> or <c>simple</c>.</summary>
    public static IReadOnlyList<BackendTest> All(string group)
    {
        string folder = Path.Combine(Root, group);
        return Directory.Exists(folder)
            ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(test => new BackendTest(test))]
            : throw new DirectoryNotFoundException($"{folder} is missing: install Debian's package libonnx-testdata.");
    }

    /// <summary>
    /// Writes the model with those inputs as initializers that a compiler must know, and gives the values of the others.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <returns>The run-time inputs' arrays, in order, for each set of data.</returns>
    public IReadOnlyList<(Array[] Inputs, Tensor[] Outputs)> Write(string path)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
        string[] names = [.. model.Graph.Input.Select(input => input.Name)];
        HashSet<int> bound = [.. Enumerable.Range(0, names.Length).Where(i => BoundInputs.Holds(model, names[i]))];
        string[] sets = [.. Directory.GetDirectories(folder, "test_data_set_*").Order(StringComparer.Ordinal)];
        ByteString[] first = Files(sets[0], "input");
        foreach (int i in bound)
        {
            TensorProto value = TensorProto.Parser.ParseFrom(first[i]);
            value.Name = names[i];
            model.Graph.Initializer.Add(value);
        }

        Pin(model, first, bound);
        File.WriteAllBytes(path, model.ToByteArray());
        return
        [
            .. sets.Select(set => (
                Files(set, "input").Where((_, i) => !bound.Contains(i)).Select(file => Read(file).Data).ToArray(),
                Files(set, "output").Select(Read).ToArray())),
        ];
    }

    // Symbolic dimensions get the extents of the test's data.
    private static void Pin(ModelProto model, ByteString[] inputs, HashSet<int> bound)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!bound.Contains(i) && model.Graph.Input[i].Type?.TensorType?.Shape is { } shape)
            {
                ImmutableArray<int> extents = Read(inputs[i]).Shape;
                for (int d = 0; d < shape.Dim.Count && d < extents.Length; d++)
                {
                    shape.Dim[d].DimValue = extents[d];
                }
            }
        }
    }

    private static Tensor Read(ByteString file) => Tensors.Read(TensorProto.Parser.ParseFrom(file));

    private static ByteString[] Files(string set, string kind) =>
    [
        .. Directory.GetFiles(set, $"{kind}_*.pb")
            .OrderBy(file => int.Parse(Path.GetFileNameWithoutExtension(file)[(kind.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture))
            .Select(file => ByteString.CopyFrom(File.ReadAllBytes(file))),
    ];
}
