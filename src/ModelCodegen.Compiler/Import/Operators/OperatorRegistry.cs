using ModelCodegen.Compiler.Import.Operators.Attention;
using ModelCodegen.Compiler.Import.Operators.Control;
using ModelCodegen.Compiler.Import.Operators.Counted;
using ModelCodegen.Compiler.Import.Operators.Elementwise;
using ModelCodegen.Compiler.Import.Operators.Indexing;
using ModelCodegen.Compiler.Import.Operators.Layers;
using ModelCodegen.Compiler.Import.Operators.Normalization;
using ModelCodegen.Compiler.Import.Operators.Quantized;
using ModelCodegen.Compiler.Import.Operators.Recurrent;
using ModelCodegen.Compiler.Import.Operators.Reductions;
using ModelCodegen.Compiler.Import.Operators.Shapes;
using ModelCodegen.Compiler.Import.Operators.Signal;
using ModelCodegen.Compiler.Import.Operators.Vision;
using ModelCodegen.Compiler.Import.Operators.Windows;

namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>Which operators can be imported, by whom, and since which operator set they exist. A folder is a family, with its table.</summary>
internal static class OperatorRegistry
{
    private static readonly Dictionary<(string Domain, string Name), OperatorEntry> ByName = new IEnumerable<OperatorEntry>[]
    {
        AttentionOperators.Entries,
        ControlOperators.Entries,
        CountedOperators.Entries,
        ElementwiseOperators.Entries,
        IndexingOperators.Entries,
        LayerOperators.Entries,
        NormalizationOperators.Entries,
        QuantizedOperators.Entries,
        RecurrentOperators.Entries,
        ReductionOperators.Entries,
        ShapeOperators.Entries,
        SignalOperators.Entries,
        VisionOperators.Entries,
        WindowOperators.Entries,
    }
    .SelectMany(family => family)
    .ToDictionary(entry => (entry.Domain, entry.Name));

    /// <summary>All operators, by domain and name.</summary>
    public static IEnumerable<OperatorEntry> Entries => ByName.Values
        .OrderBy(entry => entry.Domain, StringComparer.Ordinal)
        .ThenBy(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>The operator's importer, or <see langword="null"/>.</summary>
    public static Action<NodeReader>? Find(string domain, string name, int version) =>
        ByName.TryGetValue((domain, name), out OperatorEntry? entry) && version >= entry.Since ? entry.Import : null;
}
