using System.Collections.Immutable;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Compiler.Reference.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>What is known of the values so far, and the graph that grows from it.</summary>
internal sealed class ShapeScope
{
    private readonly Graph source;
    private readonly long foldLimit;
    private readonly ImmutableSortedDictionary<string, Tensor>.Builder constants;
    private readonly ImmutableSortedDictionary<string, ValueInfo>.Builder values;
    private readonly ImmutableSortedDictionary<string, DequantizedTensor>.Builder dequantized;
    private readonly List<Node> nodes = [];

    /// <summary>Starts with the graph's inputs and constants.</summary>
    public ShapeScope(Graph graph, CancellationToken cancel)
    {
        source = graph;
        Cancel = cancel;
        constants = graph.Constants.ToBuilder();
        dequantized = graph.Dequantized.ToBuilder();
        values = ImmutableSortedDictionary.CreateBuilder<string, ValueInfo>(StringComparer.Ordinal);
        foreach (string input in graph.Inputs)
        {
            CheckSize(graph.Values[input].Type, graph.Values[input].Shape);
            values.Add(input, graph.Values[input]);
        }

        // Folding may not blow a small file up: its results stay within a few times the weights.
        foldLimit = (16L << 20) + (4 * graph.Constants.Values.Sum(tensor => (long)tensor.Bytes.Length));
    }

    /// <summary>Cancels.</summary>
    public CancellationToken Cancel { get; }

    /// <summary>Where the graph has grown to, to return to.</summary>
    public Mark Here() => new(constants.ToImmutable(), values.ToImmutable(), nodes.Count);

    /// <summary>Takes back what came since.</summary>
    public void Return(Mark mark)
    {
        constants.Clear();
        constants.AddRange(mark.Constants);
        values.Clear();
        values.AddRange(mark.Values);
        nodes.RemoveRange(mark.Nodes, nodes.Count - mark.Nodes);
    }

    /// <summary>Type and shape of a value or constant.</summary>
    public ValueInfo Info(string name) => Constant(name) is { } constant ? new ValueInfo(constant.Type, constant.Shape) : values[name];

    /// <summary>The constant of that name, or <see langword="null"/>.</summary>
    public Tensor? Constant(string name) => constants.GetValueOrDefault(name);

    /// <summary>The constant that a node's input is, or <see langword="null"/> where it is omitted.</summary>
    /// <exception cref="CompilationException">The input is computed at run time.</exception>
    public Tensor? ConstantInput(Node node, int index, string role)
    {
        if (!node.HasInput(index))
        {
            return null;
        }

        return Constant(node.Inputs[index]) ?? throw new CompilationException(
            DiagnosticCode.OperatorUnsupported,
            $"{node.Operator.Name} is only supported with {role} known at build time; '{node.Inputs[index]}' is computed at run time.",
            node.Name);
    }

    /// <summary>The shape of a node's input.</summary>
    public ImmutableArray<int> Shape(Node node, int index) => Shape(node.Inputs[index]);

    /// <summary>The shape of a value or constant.</summary>
    public ImmutableArray<int> Shape(string name) => Constant(name)?.Shape ?? values[name].Shape;

    /// <summary>The type of a node's input.</summary>
    public ElementType Type(Node node, int index) => Type(node.Inputs[index]);

    /// <summary>The type of a value or constant.</summary>
    public ElementType Type(string name) => Constant(name)?.Type ?? values[name].Type;

    /// <summary>A new value's name.</summary>
    public string NewName(string stem)
    {
        string name = stem;
        for (int i = 2; constants.ContainsKey(name) || values.ContainsKey(name); i++)
        {
            name = $"{stem}_{i}";
        }

        return name;
    }

    /// <summary>Whether the value is the result of a convolution or pool, perhaps with elementwise functions behind it.</summary>
    public bool IsConvolved(string value)
    {
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            if (!nodes[i].Outputs.Contains(value))
            {
                continue;
            }

            if (nodes[i].Operator is Conv or Pool)
            {
                return true;
            }

            if (nodes[i].Operator is not (Unary or Binary or BatchNormalization or Identity or Concat))
            {
                return false;
            }

            value = nodes[i].Inputs.FirstOrDefault(values.ContainsKey) ?? "";
        }

        return false;
    }

    /// <summary>Throws unless the inputs are 32-bit floats.</summary>
    public void ExpectFloat(Node node, params ReadOnlySpan<int> inputs)
    {
        foreach (int index in inputs)
        {
            if (node.HasInput(index) && Type(node, index) != ElementType.Float32)
            {
                throw new CompilationException(
                    DiagnosticCode.TypeUnsupported,
                    $"{node.Operator.Name} is only supported on 32-bit floats; '{node.Inputs[index]}' is of type {Type(node, index)}.",
                    node.Name);
            }
        }
    }

    /// <summary>An axis as index of a dimension.</summary>
    /// <exception cref="CompilationException">There is no such dimension.</exception>
    public int Axis(Node node, long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Invalid(node, $"The axis {axis} does not exist; the tensor has {rank} dimensions.");

    /// <summary>The node contradicts its inputs.</summary>
    public CompilationException Invalid(Node node, string message) => new CompilationException(DiagnosticCode.NodeInvalid, message, node.Name);

    /// <summary>The node is legal and not supported.</summary>
    public CompilationException Unsupported(Node node, string message) => new CompilationException(DiagnosticCode.OperatorUnsupported, message, node.Name);

    /// <summary>The node's result is a constant.</summary>
    public void EmitConstant(string name, Tensor tensor) => constants.Add(name, tensor);

    /// <summary>What is known of a node's operands.</summary>
    public Operands OperandsOf(Node node) => new(
        node,
        [.. node.Inputs.Select((name, i) => name.Length == 0 ? null : new ValueInfo(Type(node, i), Shape(node, i)))],
        [.. node.Inputs.Select(Constant)]);

    /// <summary>Adds a node, or computes it where all inputs are constants.</summary>
    public void Emit(Node node, ElementType type, ImmutableArray<int> shape) => Emit(node, [new ValueInfo(type, shape)]);

    /// <summary>Adds a node with several results, or computes them where all inputs are constants.</summary>
    public void Emit(Node node, ImmutableArray<ValueInfo> results)
    {
        results = CountedRules.Follow(node, results, this);
        foreach (ValueInfo result in results)
        {
            CheckSize(result.Type, result.Shape);
        }

        string[] inputs = [.. node.Inputs.Where(input => input.Length > 0)];
        bool fold = inputs.All(constants.ContainsKey) && node.Operator.Bodies.IsEmpty;
        ImmutableArray<Tensor> known = fold ? Fold(node, results) : default;
        bool keep = false;
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            if (node.Outputs[i].Length == 0)
            {
                continue;
            }

            // What has no elements is known as well.
            if (fold || results[i].Shape.Contains(0))
            {
                constants.Add(node.Outputs[i], fold ? known[i] : Tensor.Zeros(results[i].Type, results[i].Shape));
                if (fold && FoldedCodes.Of(node, [.. node.Inputs.Select(Constant)], results[i].Shape, name => dequantized.GetValueOrDefault(name), Cancel) is { } codes)
                {
                    dequantized[node.Outputs[i]] = codes;
                }
            }
            else
            {
                values.Add(node.Outputs[i], results[i]);
                keep = true;
            }
        }

        if (keep)
        {
            nodes.Add(node with { Outputs = [.. node.Outputs.Select(output => constants.ContainsKey(output) ? "" : output)] });
        }
    }

    private ImmutableArray<Tensor> Fold(Node node, ImmutableArray<ValueInfo> results)
    {
        ValueInfo result = results[0];
        if (results.Sum(info => (long)ShapeArithmetic.Length(info.Shape) * info.Type.SizeInBytes()) > foldLimit)
        {
            throw new CompilationException(DiagnosticCode.TooLarge, $"The constant of shape {ShapeArithmetic.Format(result.Shape)} is too large to be computed at build time.", node.Name);
        }

        ImmutableArray<Tensor?> operands = [.. node.Inputs.Select(Constant)];
        ImmutableArray<Tensor> values = OperatorEvaluation.Evaluate(node, new EvaluationScope(operands, results, null, Cancel));
        return [.. values.Select((tensor, i) => i < results.Length && results[i].Counted is { } counted
            ? ViewEvaluation.Cut(tensor, counted.Dimension, (int)values[^1].ToInt64()[0])
            : tensor)];
    }

    /// <summary>Adds a node that must not be left at run time.</summary>
    public void EmitFolded(Node node, ElementType type, ImmutableArray<int> shape)
    {
        if (node.Inputs.FirstOrDefault(input => input.Length > 0 && !constants.ContainsKey(input)) is { } input)
        {
            throw new CompilationException(
                DiagnosticCode.OperatorUnsupported,
                $"{node.Operator.Name} is only supported where its result is known at build time; '{input}' is computed at run time.",
                node.Name);
        }

        Emit(node, type, shape);
    }

    /// <summary>The result.</summary>
    public Graph ToGraph() => source with
    {
        Nodes = [.. nodes],
        Constants = constants.ToImmutable(),
        Values = values.ToImmutable(),
        Dequantized = dequantized.ToImmutable(),
    };

    /// <summary>Throws where a value of that shape cannot be addressed.</summary>
    public void CheckSize(ElementType type, ImmutableArray<int> shape)
    {
        long bytes = type.SizeInBytes();
        foreach (int extent in shape)
        {
            bytes = Math.Min(bytes * extent, int.MaxValue + 1L);
        }

        if (bytes > int.MaxValue && !shape.Contains(0))
        {
            throw new CompilationException(DiagnosticCode.TooLarge, $"A value of shape {ShapeArithmetic.Format(shape)} is larger than 2 GiB.");
        }
    }

    /// <summary>A point in the graph's growth.</summary>
    internal sealed record Mark(ImmutableSortedDictionary<string, Tensor> Constants, ImmutableSortedDictionary<string, ValueInfo> Values, int Nodes);
}
