using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Lower.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>Collects steps while nodes are lowered: gives every value its place and makes copies where a reader needs another.</summary>
internal sealed class LoweringContext
{
    private readonly Dictionary<string, Placement> placements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Placement> maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Placement> rowMajors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Placement> parameters = new(StringComparer.Ordinal);
    private readonly List<ArenaBuffer> buffers;
    private readonly StepList steps;
    private readonly bool isInside;
    private readonly LayoutRequirements requirements;
    private readonly ILookup<string, Node> consumers;

    public LoweringContext(Graph graph)
    {
        buffers = [];
        steps = new StepList();
        Weights = new WeightBlob();
        Graph = graph;
        Producers = graph.Producers();
        consumers = graph.Consumers();
        requirements = new LayoutRequirements(graph, Producers, consumers);
        for (int i = 0; i < graph.Inputs.Length; i++)
        {
            ValueInfo input = graph.Values[graph.Inputs[i]];
            placements[graph.Inputs[i]] = RowMajor(input.Type, input.Shape, null, Location.Input(i));
        }
    }

    private LoweringContext(Graph body, LoweringContext outer, IReadOnlyList<Placement> inputs)
    {
        isInside = true;
        buffers = outer.buffers;
        steps = outer.steps;
        Weights = outer.Weights;
        Graph = body;
        Producers = body.Producers();
        consumers = body.Consumers();
        requirements = new LayoutRequirements(body, Producers, consumers);
        for (int i = 0; i < body.Inputs.Length; i++)
        {
            placements[body.Inputs[i]] = inputs[i];
        }
    }

    /// <summary>The network.</summary>
    public Graph Graph { get; }

    /// <summary>Which node computes each value.</summary>
    public IReadOnlyDictionary<string, Node> Producers { get; }

    /// <summary>The weight resource so far.</summary>
    public WeightBlob Weights { get; }

    /// <summary>The steps so far; each can be made once the arena is planned.</summary>
    public StepList Steps => steps;

    /// <summary>The arena's buffers so far.</summary>
    public IReadOnlyList<ArenaBuffer> Buffers => buffers;

    /// <summary>What is known of a node's operands.</summary>
    public Operands OperandsOf(Node node) => new(
        node,
        [.. node.Inputs.Select(name => name.Length == 0 ? null : Graph.Constant(name) is { } constant ? new ValueInfo(constant.Type, constant.Shape) : Graph.Values[name])],
        [.. node.Inputs.Select(Graph.Constant)]);

    /// <summary>Lowers all nodes, in order.</summary>
    public void LowerNodes(CancellationToken cancellation = default)
    {
        foreach (Node node in Graph.Nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            OperatorLowering.Lower(this, node);
        }
    }

    /// <summary>
    /// A context for a network inside of a node: it adds to the same steps, but what it copies for its own use is lost to
    /// the network around it, since nobody knows whether it is ever done.
    /// </summary>
    /// <param name="body">The network inside.</param>
    /// <param name="inputs">Where its inputs lie.</param>
    public LoweringContext Inside(Graph body, IReadOnlyList<Placement> inputs) => new(body, this, inputs);

    /// <summary>Appends a step and notes which buffers it touches.</summary>
    public void Emit(Func<Step> step, params Placement?[] touched)
    {
        Array.ForEach(touched, Touch);
        steps.Add(step);
    }

    /// <summary>Notes that a buffer is in use here.</summary>
    public void Touch(Placement? placement) => placement?.Buffer?.Touch(steps.Count);

    /// <summary>Begins the steps of a branch or loop.</summary>
    public void OpenBlock() => steps.Open();

    /// <summary>Ends them. What they use of what was there before must last as long as they do, since they may come again.</summary>
    public void CloseBlock()
    {
        int end = steps.Count;
        int start = steps.Close();
        foreach (ArenaBuffer buffer in buffers.Where(buffer => buffer.First < start && buffer.Last >= start))
        {
            buffer.Touch(end);
        }
    }

    /// <summary>Appends a step that holds the last blocks.</summary>
    public void Combine(int blocks, Func<EquatableArray<Step>[], Step> step, params Placement?[] touched)
    {
        Array.ForEach(touched, Touch);
        steps.Combine(blocks, step);
    }

    /// <summary>The place of a constant that the network does not name.</summary>
    public Placement ReadConstant(Tensor constant) => RowMajor(constant.Type, constant.Shape, null, Weights.Add(constant.Bytes));

    /// <summary>Where a value or constant lies. Reshapes and transposes are only now carried out, if somebody reads them.</summary>
    public Placement Read(string name)
    {
        if (!placements.TryGetValue(name, out Placement? placement))
        {
            if (Graph.Constant(name) is { } constant)
            {
                placement = ReadConstant(constant);
            }
            else
            {
                Node producer = Producers[name];
                placement = producer.Operator switch
                {
                    Reshape => ReshapeOf(producer),
                    Transpose transpose => TransposeOf(producer, transpose),
                    View view => ViewOf(producer, view),
                    _ => throw new InvalidOperationException($"'{name}' is read before it is written."),
                };
            }

            placements[name] = placement;
        }

        return placement;
    }

    /// <summary>The value as a map with adjacent channels and at least this border; copied once if it lies otherwise.</summary>
    public Placement ReadMap(string name, Border border)
    {
        Placement placement = Read(name);
        if (placement.IsChannelsLast && placement.IsForward && placement.Border.Holds(border) && (placement.Type == ElementType.Float32 || placement.Buffer is not null))
        {
            return placement;
        }

        if (!maps.TryGetValue(name, out Placement? map))
        {
            map = NewMap(name, name, placement.Type, placement.Shape, requirements.BorderOf(name).Union(border), filledUp: false);
            Copy(name, "Copy with channels last", placement, map);
            maps[name] = map;
        }

        return map;
    }

    /// <summary>The value in row-major order without gaps; copied once if it lies otherwise.</summary>
    public Placement ReadRowMajor(string name)
    {
        Placement placement = Read(name);
        if (placement.IsRowMajor)
        {
            return placement;
        }

        if (!rowMajors.TryGetValue(name, out Placement? copy))
        {
            copy = NewRowMajor(placement.Type, placement.Shape);
            Copy(name, "Copy to row-major order", placement, copy);
            rowMajors[name] = copy;
        }

        return copy;
    }

    /// <summary>The value in row-major order, in the arena, where kernels may read a little beyond its end.</summary>
    public Placement ReadInArena(string name)
    {
        Placement placement = ReadRowMajor(name);
        if (placement.Buffer is not null)
        {
            return placement;
        }

        Placement copy = NewRowMajor(placement.Type, placement.Shape);
        Copy(name, "Copy into the arena", placement, copy);
        return copy;
    }

    /// <summary>Makes a place for a node's result, in the layout that its readers want.</summary>
    public Placement Write(string name)
    {
        if (placements.TryGetValue(name, out Placement? known))
        {
            return known;
        }

        ValueInfo info = Graph.Values[name];
        Placement placement;
        if (requirements.PartOf(name) is { } part)
        {
            placement = PlaceInside(part.Concat, part.Index, info.Shape);
        }
        else if (Graph.Outputs.Contains(name) && !isInside && info.Counted is null && !consumers[name].Any())
        {
            placement = RowMajor(info.Type, info.Shape, null, Location.Output(PortOf(name)));
        }
        else
        {
            placement = NewValue(name, info);
        }

        placements[name] = placement;
        return placement;
    }

    /// <summary>Makes a place for a node's result whose kernel writes the channels of a pixel one after the other.</summary>
    public Placement WriteMap(string name)
    {
        if (placements.ContainsKey(name) || requirements.PartOf(name) is not null)
        {
            return Write(name);
        }

        ValueInfo info = Graph.Values[name];
        bool direct = Graph.Outputs.Contains(name)
            && !isInside
            && info.Counted is null
            && !requirements.IsFilledUp(name)
            && RowMajor(info.Type, info.Shape, null, default).IsChannelsLast;
        if (direct)
        {
            return Write(name);
        }

        return placements[name] = NewValue(name, info);
    }

    /// <summary>A new place in the arena, in row-major order.</summary>
    public Placement NewRowMajor(ElementType type, ImmutableArray<int> shape) =>
        RowMajor(type, shape, NewBuffer((long)ShapeArithmetic.Length(shape) * type.SizeInBytes()), Location.Arena(0));

    /// <summary>A new place in the arena, without gaps.</summary>
    /// <param name="type">The elements' type.</param>
    /// <param name="shape">The dimensions.</param>
    /// <param name="order">The dimensions from the outermost in memory to the innermost.</param>
    public Placement NewInOrder(ElementType type, ImmutableArray<int> shape, ImmutableArray<int> order)
    {
        Placement ordered = NewRowMajor(type, [.. order.Select(dimension => shape[dimension])]);
        return ordered with { Shape = shape, Strides = [.. Enumerable.Range(0, shape.Length).Select(dimension => ordered.Strides[order.IndexOf(dimension)])] };
    }

    /// <summary>
    /// Where a quantized value's scale (float) and zero point (int32) are, for kernels that give floats: among the weights, or
    /// where a dynamic quantization leaves them.
    /// </summary>
    public Placement ParametersOf(string name)
    {
        if (!parameters.TryGetValue(name, out Placement? place))
        {
            place = Graph.QuantizationOf(name) is { } quantization
                ? ReadConstant(Tensor.Create([2], [BitConverter.SingleToInt32Bits(quantization.Scale), quantization.ZeroPoint]))
                : NewRowMajor(ElementType.Int32, [2]);
            parameters[name] = place;
        }

        return place;
    }

    /// <summary>Copies a tensor into another layout.</summary>
    public void Copy(string node, string description, Placement from, Placement to)
    {
        if (LoopNest.Over(to.Shape, to.Strides, LoopNest.Broadcast(from, to.Shape)) is { } loops)
        {
            Emit(
                () => new ConvertStep(
                    node, description, from.Type, to.Type, from.Locate(), to.Locate(), loops.Extents, loops.Strides[1], loops.Strides[0]),
                from,
                to);
        }
    }

    /// <summary>Puts every output that does not lie in the caller's memory there.</summary>
    public void WriteOutputs()
    {
        foreach (string name in Graph.Outputs)
        {
            int port = PortOf(name);
            Placement value = Read(name);
            Placement output = RowMajor(value.Type, value.Shape, null, Location.Output(port));
            if (Graph.Values.GetValueOrDefault(name)?.Counted is { } counted)
            {
                Pack(name, counted, output, port + 1);
            }
            else if (value.Base.Space != Space.Output || value.Base.Index != port)
            {
                Copy(name, "Copy to the output", value, output);
            }
        }
    }

    // Outputs whose dimensions depend on data take two ports.
    private int PortOf(string output)
    {
        int index = Graph.Outputs.IndexOf(output);
        return index + Graph.Outputs.Take(index).Count(name => Graph.Values.GetValueOrDefault(name)?.Counted is not null);
    }

    private void Pack(string name, CountedDimension counted, Placement output, int dimsPort)
    {
        Placement value = ReadRowMajor(name);
        Placement count = ReadRowMajor(counted.Count);
        Emit(
            () => new CallStep(
                name,
                "Copy what there is to the output",
                "PackCounted",
                (string[])[value.Type.KernelName()],
                (Argument[])
                [
                    value.Span(isWritten: false),
                    count.Span(isWritten: false),
                    output.Span(isWritten: true),
                    new SpanArgument(ElementType.Int32, Location.Output(dimsPort), value.Shape.Length, true),
                    new IntegerArgument(ShapeArithmetic.Length(value.Shape[..counted.Dimension])),
                    new IntegerArgument(value.Shape[counted.Dimension]),
                    new IntegerArgument(ShapeArithmetic.Length(value.Shape[(counted.Dimension + 1)..])),
                    new IntegersArgument(new EquatableArray<int>(value.Shape)),
                    new IntegerArgument(counted.Dimension),
                ]),
            value,
            count);
    }

    private static Placement RowMajor(ElementType type, ImmutableArray<int> shape, ArenaBuffer? buffer, Location start) =>
        new(type, shape, ShapeArithmetic.Strides(shape), buffer, start);

    private Placement NewValue(string name, ValueInfo info) => requirements.IsChannelsLast(name)
        ? NewMap(name, Producers[name].Name, info.Type, info.Shape, requirements.BorderOf(name), requirements.IsFilledUp(name))
        : requirements.OrderOf(name) is { } order ? NewInOrder(info.Type, info.Shape, order)
        : NewRowMajor(info.Type, info.Shape);

    private Placement NewMap(string name, string node, ElementType type, ImmutableArray<int> shape, Border border, bool filledUp)
    {
        (int height, int width) = MapGeometry.Extents(shape);
        int block = filledUp ? LayoutRequirements.DepthwiseBlock : 1;
        int pixel = (shape[1] + block - 1) / block * block;
        int row = checked((border.Left + width + border.Right) * pixel);
        int image = checked((border.Top + height + border.Bottom) * row);
        int before = (border.Top * row) + (border.Left * pixel);
        ArenaBuffer buffer = NewBuffer((long)shape[0] * image * type.SizeInBytes());
        if (border != default)
        {
            float value = Graph.QuantizationOf(name)?.ZeroPoint ?? 0;
            buffer.Border = new BorderFill(node, type, value, shape[0], image, height, row, width * pixel, before);
        }

        return new Placement(
            type,
            shape,
            shape.Length == 4 ? [image, 1, row, pixel] : [image, 1, pixel],
            buffer,
            Location.Arena(before * type.SizeInBytes())) { Border = border };
    }

    private ArenaBuffer NewBuffer(long bytes)
    {
        var buffer = new ArenaBuffer(checked((int)bytes));
        buffers.Add(buffer);
        return buffer;
    }

    private Placement PlaceInside(Node concat, int index, ImmutableArray<int> shape)
    {
        int axis = ((Concat)concat.Operator).Axis;
        var starts = new int[shape.Length];
        starts[axis] = concat.Inputs.Take(index).Sum(input => Graph.Shape(input)[axis]);
        Placement whole = requirements.IsChannelsLast(concat.Output) ? WriteMap(concat.Output) : Write(concat.Output);
        return whole.Slice([.. starts], shape);
    }

    private Placement ReshapeOf(Node node)
    {
        ImmutableArray<int> shape = Graph.Values[node.Output].Shape;
        Placement input = Read(node.Inputs[0]);
        if (input.Reshape(shape) is { } view)
        {
            return view;
        }

        // What a convolution reads next is copied in the order that it wants, at once.
        if (requirements.IsChannelsLast(node.Output) && rowMajors.GetValueOrDefault(node.Inputs[0]) is null)
        {
            Placement map = NewMap(node.Output, node.Name, input.Type, shape, requirements.BorderOf(node.Output), filledUp: false);
            if (map.Reshape(input.Shape) is { } target)
            {
                Copy(node.Name, "Copy with channels last", input, target);
                return map;
            }
        }

        return ReadRowMajor(node.Inputs[0]).Reshape(shape)!;
    }

    private Placement TransposeOf(Node node, Transpose transpose)
    {
        Placement input = Read(node.Inputs[0]);
        return input with
        {
            Shape = [.. transpose.Permutation.Select(dimension => input.Shape[dimension])],
            Strides = [.. transpose.Permutation.Select(dimension => input.Strides[dimension])],
            Border = default,
        };
    }

    private Placement ViewOf(Node node, View view)
    {
        Placement input = Read(node.Inputs[0]);
        ImmutableArray<int> shape = Graph.Shape(node.Output);
        return input.Slice(view.Starts, shape) with
        {
            Strides = [.. input.Strides.Select((stride, d) => stride * view.Steps[d])],
            Border = default,
        };
    }
}
