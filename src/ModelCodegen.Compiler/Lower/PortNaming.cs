using System.Globalization;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>Gives inputs and outputs their C# names; collisions get _2, _3 in graph order, inputs first.</summary>
internal static class PortNaming
{
    private static readonly string[] Members =
    [
        "Run", "Dispose", "Quantization", "SourceSha256", "Sparsity", "WeightBytes",
        "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize",
    ];

    /// <summary>Names all ports of a network.</summary>
    public static (Port[] Inputs, Port[] Outputs) Name(Graph graph, string className)
    {
        var taken = new HashSet<string>(Members, StringComparer.Ordinal) { className };
        return ([.. graph.Inputs.Select(Make)], [.. graph.Outputs.SelectMany(MakeOutput)]);

        // An output whose dimensions depend on data is followed by them.
        IEnumerable<Port> MakeOutput(string name)
        {
            Port port = Make(name);
            if (graph.Values.GetValueOrDefault(name)?.Counted is null)
            {
                return [port];
            }

            string dims = port.Parameter.TrimStart('@') + "Dims";
            taken.Add(dims);
            return [port with { Kind = PortKind.Counted }, new Port(name, dims, port.Property + "Dims", ElementType.Int32, (int[])[port.Shape.Count], PortKind.Dims)];
        }

        Port Make(string name)
        {
            string property = Identifiers.Pascal(name);
            string parameter = Identifiers.Camel(name);
            string suffix = "";
            for (int i = 2; !Names(suffix).All(wish => !taken.Contains(wish)); i++)
            {
                suffix = "_" + i.ToString(CultureInfo.InvariantCulture);
            }

            taken.UnionWith(Names(suffix));
            (float Scale, int ZeroPoint)? parameters = ParametersOf(graph, name);
            return new Port(
                name,
                Identifiers.Escape(parameter + suffix),
                property + suffix,
                graph.Constant(name)?.Type ?? graph.Values[name].Type,
                new EquatableArray<int>(graph.Shape(name)),
                PortKind.Fixed,
                parameters?.Scale,
                parameters?.ZeroPoint ?? 0);

            string[] Names(string ending) =>
            [
                property + ending + "Shape", property + ending + "Length", property + ending + "MaxLength", property + ending + "Scale", property + ending + "ZeroPoint",
                parameter + ending, parameter + ending + "Dims",
            ];
        }
    }

    // What a port's bytes stand for. Signed ones are shifted right behind an input, or right before an output.
    private static (float Scale, int ZeroPoint)? ParametersOf(Graph graph, string name)
    {
        if (graph.QuantizationOf(name) is { } quantization)
        {
            return (quantization.Scale, quantization.ZeroPoint);
        }

        Node? shift = graph.Nodes.FirstOrDefault(node => node.Operator is ShiftSign && (node.Inputs[0] == name || node.Output == name));
        string unsigned = shift is null ? "" : shift.Output == name ? shift.Inputs[0] : shift.Output;
        return graph.QuantizationOf(unsigned) is { } shifted ? (shifted.Scale, shifted.ZeroPoint - 128) : null;
    }
}
