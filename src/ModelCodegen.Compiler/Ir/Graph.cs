using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir;

/// <summary>
/// A network: nodes in topological order over named values. Immutable; a pass returns a new graph. After shape
/// inference <see cref="Values"/> knows every value that is no constant.
/// </summary>
public sealed record Graph
{
    /// <summary>The names of the inputs, in the model's order, without initializers.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>The names of the outputs, in the model's order. One may be an input or a constant.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>The computations, each after those it needs.</summary>
    public ImmutableArray<Node> Nodes { get; init; } = [];

    /// <summary>Values that are known at build time, by name.</summary>
    public ImmutableSortedDictionary<string, Tensor> Constants { get; init; } = ImmutableSortedDictionary.Create<string, Tensor>(StringComparer.Ordinal);

    /// <summary>Types and shapes of inputs and computed values, by name.</summary>
    public ImmutableSortedDictionary<string, ValueInfo> Values { get; init; } = ImmutableSortedDictionary.Create<string, ValueInfo>(StringComparer.Ordinal);

    /// <summary>
    /// The scales of weights that are Int8 or Float16, by the constant's name: one per output channel (dimension 0 of Conv
    /// weights, the last of matrices); <c>real = weight * scale</c>. Put in by the compressor.
    /// </summary>
    public ImmutableSortedDictionary<string, ImmutableArray<float>> WeightScales { get; init; } = ImmutableSortedDictionary.Create<string, ImmutableArray<float>>(StringComparer.Ordinal);

    /// <summary>How integer constants stand for real ones, by the constant's name. Put in by the compressor.</summary>
    public ImmutableSortedDictionary<string, Quantization> ConstantQuantization { get; init; } = ImmutableSortedDictionary.Create<string, Quantization>(StringComparer.Ordinal);

    /// <summary>The integers behind Float32 constants that come from a DequantizeLinear of the model, by the constant's name.</summary>
    public ImmutableSortedDictionary<string, DequantizedTensor> Dequantized { get; init; } = ImmutableSortedDictionary.Create<string, DequantizedTensor>(StringComparer.Ordinal);

    /// <summary>How an integer value or constant stands for a real one; <see langword="null"/> where it does not, or not statically.</summary>
    public Quantization? QuantizationOf(string name) =>
        ConstantQuantization.GetValueOrDefault(name) ?? Values.GetValueOrDefault(name)?.Quantization;

    /// <summary>The shape of a value or constant.</summary>
    public ImmutableArray<int> Shape(string name) => Constants.TryGetValue(name, out Tensor? constant) ? constant.Shape : Values[name].Shape;

    /// <summary>Type and shape of a value or constant.</summary>
    public ValueInfo Info(string name) => Constants.TryGetValue(name, out Tensor? constant) ? new ValueInfo(constant.Type, constant.Shape) : Values[name];

    /// <summary>The constant of that name, or <see langword="null"/>.</summary>
    public Tensor? Constant(string name) => Constants.GetValueOrDefault(name);

    /// <summary>Which nodes read each value, in node order.</summary>
    public ILookup<string, Node> Consumers() => Nodes
        .SelectMany(node => node.Inputs.Where(input => input.Length > 0).Distinct().Select(input => (input, node)))
        .ToLookup(pair => pair.input, pair => pair.node, StringComparer.Ordinal);

    /// <summary>Which node computes each value.</summary>
    public Dictionary<string, Node> Producers() => Nodes
        .SelectMany(node => node.Outputs.Where(output => output.Length > 0).Select(output => (output, node)))
        .ToDictionary(pair => pair.output, pair => pair.node, StringComparer.Ordinal);
}
