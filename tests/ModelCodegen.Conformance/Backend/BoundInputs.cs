using ModelCodegen.Compiler.Import.Protobuf;

namespace ModelCodegen.Conformance.Backend;

/// <summary>
/// Which inputs a compile-time compiler must know: <c>bound-inputs.txt</c> lists operators and the indices of such inputs.
/// An operator's first data input is never among them.
/// </summary>
internal static class BoundInputs
{
    private static readonly HashSet<(string Operator, int Index)> Listed =
    [
        .. ListFile.Read("bound-inputs.txt")
            .SelectMany(words => words[1].Split(',').Select(index => (words[0], int.Parse(index, System.Globalization.CultureInfo.InvariantCulture)))),
    ];

    /// <summary>Whether a node of the model reads the value where it must be known.</summary>
    public static bool Holds(ModelProto model, string value) => model.Graph.Node.Any(node =>
        Enumerable.Range(0, node.Input.Count).Any(i => node.Input[i] == value && Listed.Contains((node.OpType, i))));
}
