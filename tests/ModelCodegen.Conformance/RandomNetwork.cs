using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Conformance;

/// <summary>Makes up small networks: a few operators with random attributes, each reading earlier values.</summary>
internal sealed class RandomNetwork
{
    private readonly Random random;
    private readonly List<(string Name, ImmutableArray<int> Shape)> values = [];
    private readonly ImmutableArray<Node>.Builder nodes = ImmutableArray.CreateBuilder<Node>();
    private Graph graph = new();

    private RandomNetwork(int seed) => random = new Random(seed);

    /// <summary>A network whose outputs are the values that nothing reads.</summary>
    public static Graph Make(int seed)
    {
        var maker = new RandomNetwork(seed);
        maker.Build();
        ILookup<string, Node> consumers = maker.graph.Consumers();
        return maker.graph with { Outputs = [.. maker.values.Select(v => v.Name).Where(name => name != "x" && !consumers[name].Any())] };
    }

    private void Build()
    {
        ImmutableArray<int> shape = random.Next(4) == 0
            ? [random.Next(1, 3), random.Next(1, 20), random.Next(3, 12)]
            : [random.Next(1, 3), random.Next(1, 20), random.Next(3, 12), random.Next(3, 12)];
        graph = graph with { Inputs = ["x"], Values = graph.Values.Add("x", new ValueInfo(ElementType.Float32, shape)) };
        values.Add(("x", shape));
        int count = random.Next(2, 9);
        for (int i = 0; i < count; i++)
        {
            (string name, ImmutableArray<int> from) = values[random.Next(3) > 0 ? ^1 : ^random.Next(1, Math.Min(values.Count, 4) + 1)];
            Step(name, from);
        }

        graph = graph with { Nodes = nodes.ToImmutable() };
    }

    private void Step(string x, ImmutableArray<int> shape)
    {
        bool map = shape.Length is 3 or 4;
        switch (random.Next(map ? 14 : 7))
        {
            case 0:
                AddUnary(x, shape);
                break;
            case 1:
                AddBinary(x, shape);
                break;
            case 2:
                int[] permutation = [.. Enumerable.Range(0, shape.Length)];
                random.Shuffle(permutation);
                Add(new Transpose([.. permutation]), [x], [.. permutation.Select(i => shape[i])]);
                break;
            case 3:
                AddReshape(x, shape);
                break;
            case 4:
                AddConcat(x, shape);
                break;
            case 5:
                AddProduct(x, shape);
                break;
            case 6:
                int axis = random.Next(shape.Length);
                Add(new Softmax(axis, random.Next(axis, shape.Length)), [x], shape);
                break;
            case 7:
                AddPool(x, shape);
                break;
            case 8:
                AddPad(x, shape);
                break;
            default:
                AddConv(x, shape);
                break;
        }
    }

    private void AddUnary(string x, ImmutableArray<int> shape)
    {
        Activation[] functions =
        [
            Activation.Relu,
            new(UnaryFunction.Clip, -0.5f, 1.5f),
            new(UnaryFunction.LeakyRelu, 0.1f),
            new(UnaryFunction.Sigmoid),
            new(UnaryFunction.HardSigmoid, 0.2f, 0.5f),
            new(UnaryFunction.HardSwish),
            new(UnaryFunction.Tanh),
            new(UnaryFunction.Silu),
        ];
        Add(new Unary(functions[random.Next(functions.Length)]), [x], shape);
    }

    private void AddBinary(string x, ImmutableArray<int> shape)
    {
        BinaryFunction[] functions = [BinaryFunction.Add, BinaryFunction.Sub, BinaryFunction.Mul];
        string[] partners = [.. values.Where(v => v.Shape.SequenceEqual(shape)).Select(v => v.Name)];
        string other = random.Next(3) > 0 && partners.Length > 0
            ? partners[random.Next(partners.Length)]
            : Constant([.. shape.Select(extent => random.Next(3) == 0 ? 1 : extent)], 1);
        Add(new Binary(functions[random.Next(functions.Length)]), random.Next(2) == 0 ? [x, other] : [other, x], shape);
    }

    private void AddReshape(string x, ImmutableArray<int> shape)
    {
        int length = ShapeArithmetic.Length(shape[1..].AsSpan());
        ImmutableArray<int> to = (random.Next(4), shape.Length) switch
        {
            (0, 4) => [shape[0], shape[1], shape[2] * shape[3]],
            (1, 3) => [shape[0], shape[1], 1, shape[2]],
            (2, _) when length % 4 == 0 => [shape[0], 4, length / 4],
            _ => [shape[0], length],
        };
        Add(new Reshape(), [x], to);
    }

    private void AddConcat(string x, ImmutableArray<int> shape)
    {
        int axis = random.Next(shape.Length);
        string[] partners =
        [
            .. values.Where(v => v.Shape.Length == shape.Length && Enumerable.Range(0, shape.Length).All(i => i == axis || v.Shape[i] == shape[i])).Select(v => v.Name),
        ];
        string[] inputs = [x, .. Enumerable.Range(0, random.Next(1, 3)).Select(_ => partners[random.Next(partners.Length)])];
        int extent = inputs.Sum(name => values.First(v => v.Name == name).Shape[axis]);
        Add(new Concat(axis), [.. inputs], shape.SetItem(axis, extent));
    }

    private void AddProduct(string x, ImmutableArray<int> shape)
    {
        int columns = random.Next(1, 40);
        if (shape.Length == 2)
        {
            string[] inputs = random.Next(2) == 0
                ? [x, Constant([shape[1], columns], 0.3f)]
                : [x, Constant([shape[1], columns], 0.3f), Constant([columns], 1)];
            Add(new Gemm(), [.. inputs], [shape[0], columns]);
        }
        else if (random.Next(2) == 0)
        {
            Add(new MatMul(), [x, Constant([shape[^1], columns], 0.3f)], [.. shape[..^1], columns]);
        }
        else
        {
            string transposed = Add(
                new Transpose([.. Enumerable.Range(0, shape.Length - 2), shape.Length - 1, shape.Length - 2]),
                [x],
                [.. shape[..^2], shape[^1], shape[^2]]);
            Add(new MatMul(), [x, transposed], [.. shape[..^1], shape[^2]]);
        }
    }

    private void AddPool(string x, ImmutableArray<int> shape)
    {
        int spatial = shape.Length - 2;
        int[] kernel = [.. Enumerable.Range(0, spatial).Select(i => random.Next(1, Math.Min(4, shape[i + 2] + 1)))];
        int[] strides = [.. kernel.Select(_ => random.Next(1, 3))];
        int[] pads = [.. kernel.Concat(kernel).Select(k => random.Next(0, k))];
        PoolFunction function = (PoolFunction)random.Next(3);
        if (random.Next(4) == 0)
        {
            kernel = [.. shape.Skip(2)];
            pads = new int[2 * spatial];
            strides = [.. kernel.Select(_ => 1)];
        }

        var pool = new Pool
        {
            Function = function,
            KernelShape = [.. kernel],
            Strides = [.. strides],
            Dilations = [.. kernel.Select(_ => 1)],
            Pads = [.. pads],
        };
        Add(pool, [x], [shape[0], shape[1], .. Windows(shape, kernel, strides, [.. kernel.Select(_ => 1)], pads)]);
    }

    private void AddPad(string x, ImmutableArray<int> shape)
    {
        PadMode[] modes = [PadMode.Constant, PadMode.Reflect, PadMode.Edge];
        PadMode mode = modes[random.Next(modes.Length)];
        int[] pads = [.. shape.Concat(shape).Select((extent, i) => i % shape.Length < 2 ? 0 : random.Next(mode == PadMode.Constant ? -1 : 0, Math.Min(3, extent)))];
        int[] extents = [.. shape.Select((extent, i) => extent + pads[i] + pads[shape.Length + i])];
        if (extents.All(extent => extent > 0))
        {
            Add(new Pad { Mode = mode, Pads = [.. pads], Value = Tensor.Floats(random.Next(2) == 0 ? 0 : 0.5f) }, [x], [.. extents]);
        }
    }

    private void AddConv(string x, ImmutableArray<int> shape)
    {
        int spatial = shape.Length - 2;
        int channels = shape[1];
        int[] divisors = [.. Enumerable.Range(1, channels).Where(d => channels % d == 0)];
        int group = random.Next(3) switch { 0 => channels, 1 => divisors[random.Next(divisors.Length)], _ => 1 };
        int outputs = group == channels && random.Next(3) > 0 ? channels : group * random.Next(1, Math.Max(2, 40 / group));
        int[] dilations = [.. Enumerable.Range(0, spatial).Select(_ => random.Next(4) == 0 ? 2 : 1)];
        int[] kernel = [.. Enumerable.Range(0, spatial).Select(_ => random.Next(1, 6))];
        int[] strides = [.. kernel.Select(_ => random.Next(1, 3))];
        int[] pads = [.. kernel.Concat(kernel).Select(k => random.Next(0, k))];
        int[] windows = Windows(shape, kernel, strides, dilations, pads);
        if (windows.Any(extent => extent <= 0))
        {
            return;
        }

        int depth = channels / group * kernel.Aggregate(1, (a, b) => a * b);
        string weights = Constant([outputs, channels / group, .. kernel], 1.5f / MathF.Sqrt(depth));
        var conv = new Conv { Group = group, KernelShape = [.. kernel], Strides = [.. strides], Dilations = [.. dilations], Pads = [.. pads] };
        Add(conv, random.Next(3) == 0 ? [x, weights] : [x, weights, Constant([outputs], 0.5f)], [shape[0], outputs, .. windows]);
    }

    private static int[] Windows(ImmutableArray<int> shape, int[] kernel, int[] strides, int[] dilations, int[] pads)
    {
        int spatial = kernel.Length;
        return [.. Enumerable.Range(0, spatial).Select(i =>
            (int)Math.Floor((shape[i + 2] + pads[i] + pads[spatial + i] - ((kernel[i] - 1) * dilations[i]) - 1) / (double)strides[i]) + 1)];
    }

    private string Constant(ImmutableArray<int> shape, float size)
    {
        string name = $"c{graph.Constants.Count}";
        float[] data = [.. Enumerable.Range(0, ShapeArithmetic.Length(shape)).Select(_ => (random.NextSingle() - 0.5f) * 2 * size)];
        graph = graph with { Constants = graph.Constants.Add(name, Tensor.Create(shape, data)) };
        return name;
    }

    private string Add(Operator op, ImmutableArray<string> inputs, ImmutableArray<int> shape)
    {
        string output = $"v{values.Count}";
        nodes.Add(new Node($"{op.Name}{nodes.Count}", op, inputs, [output]));
        graph = graph with { Nodes = nodes.ToImmutable(), Values = graph.Values.Add(output, new ValueInfo(ElementType.Float32, shape)) };
        values.Add((output, shape));
        return output;
    }
}
