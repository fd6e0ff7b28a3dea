using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>Random elementwise steps and products of matrices.</summary>
internal static class StridedCases
{
    public static KernelCase Unary(int seed)
    {
        var b = new CaseBuilder(seed);
        int[] extents = Extents(b);
        Activation activation = b.Chance(40) ? new Activation(b.Any(UnaryFunction.Exp, UnaryFunction.Abs, UnaryFunction.Neg, UnaryFunction.Erf, UnaryFunction.Gelu)) : ConvCases.AnyActivation(b);
        (int[] input, int inputs) = Strides(b, extents);
        (int[] output, int outputs) = Strides(b, extents);
        float range = b.Any(0.3f, 5f, 120f);
        var step = new UnaryStep("unary", activation, b.AlsoSpan(b.ArenaFloats(inputs, -range, range)), b.ArenaFloats(outputs), extents, input, output);
        return b.Case("Unary" + seed, step, 8e-7);
    }

    public static KernelCase Lookup(int seed)
    {
        var b = new CaseBuilder(seed);
        int[] extents = Extents(b);
        extents[^1] = b.Any(extents[^1], b.Int(60, 200));
        (int[] input, int inputs) = Strides(b, extents);
        (int[] output, int outputs) = Strides(b, extents);
        Location table = b.WeightInts(64, int.MinValue + 1, int.MaxValue - 1);
        return b.Case("Lookup" + seed, new LookupStep("lookup", "Table", b.AlsoSpan(b.ArenaBytes(inputs)), table, b.ArenaBytes(outputs), extents, input, output));
    }

    public static KernelCase Binary(int seed)
    {
        var b = new CaseBuilder(seed);
        bool isFloat = b.Chance(50);
        int[] extents = Extents(b);
        (int[] stridesA, int a) = Strides(b, extents, broadcast: true);
        (int[] stridesB, int c) = Strides(b, extents, broadcast: true);
        (int[] output, int outputs) = Strides(b, extents);
        BinaryFunction function = isFloat
            ? b.Any([.. Enum.GetValues<BinaryFunction>().Where(function => function.HasVectorCode())])
            : b.Any(BinaryFunction.Add, BinaryFunction.Sub, BinaryFunction.Mul);
        Location Make(int count) => isFloat ? b.ArenaFloats(count) : b.ArenaBytes(count);
        var step = new BinaryStep(
            "binary",
            function,
            isFloat ? ElementType.Float32 : ElementType.UInt8,
            b.AlsoSpan(Make(a)),
            b.AlsoSpan(Make(c)),
            Make(outputs),
            extents,
            stridesA,
            stridesB,
            output,
            isFloat ? b.Any(Activation.None, Activation.Relu, new Activation(UnaryFunction.LeakyRelu, 0.25f)) : Activation.None,
            b.Int(0, 255),
            function == BinaryFunction.Mul ? b.Float(0.001f, 0.01f) : b.Float(0.1f, 2),
            b.Int(0, 255),
            b.Float(0.1f, 2),
            b.Int(0, 255),
            b.Any(0, 0, 30),
            b.Any(255, 255, 200));
        return b.Case("Binary" + seed, step);
    }

    /// <summary>Rows that become interleaved: of bytes, of floats, of floats that become bytes.</summary>
    public static KernelCase Interleave(int seed)
    {
        var b = new CaseBuilder(seed);
        int kind = b.Int(0, 2);
        int rows = b.Int(2, 4);
        int length = b.Int(16, 70);
        int outer = b.Int(1, 3);
        int rowStride = length + b.Int(0, 9);
        int[] extents = [outer, length, rows];
        int[] input = [(rows * rowStride) + b.Int(0, 3), 1, rowStride];
        int[] output = [(rows * length) + b.Int(0, 20), rows, 1];
        int inputs = outer * input[0];
        int outputs = outer * output[0];
        ElementType from = kind == 0 ? ElementType.UInt8 : ElementType.Float32;
        ElementType to = kind == 1 ? ElementType.Float32 : ElementType.UInt8;
        Location source = kind == 0 ? b.ArenaBytes(inputs) : b.ArenaFloats(inputs, -30, 30);
        Location target = kind == 1 ? b.ArenaFloats(outputs) : b.ArenaBytes(outputs);
        return b.Case(
            "Interleave" + seed,
            new ConvertStep("interleave", "Interleave", from, to, b.AlsoSpan(source), target, extents, input, output, kind == 2 ? b.Float(0.05f, 2) : 0, 0, kind == 2 ? b.Int(0, 255) : 0));
    }

    /// <summary>Adjacent bytes, enough for whole vectors.</summary>
    public static KernelCase LongLookup(int seed)
    {
        var b = new CaseBuilder(seed);
        int length = b.Int(64, 300);
        Location table = b.WeightInts(64, int.MinValue + 1, int.MaxValue - 1);
        return b.Case("LongLookup" + seed, new LookupStep("lookup", "Table", b.AlsoSpan(b.ArenaBytes(length)), table, b.ArenaBytes(length), new[] { length }, new[] { 1 }, new[] { 1 }));
    }

    public static KernelCase Convert(int seed)
    {
        var b = new CaseBuilder(seed);
        int[] extents = Extents(b);
        (int[] input, int inputs) = Strides(b, extents, broadcast: true);
        (int[] output, int outputs) = Strides(b, extents);
        if (b.Chance(25))
        {
            ElementType type = b.Any(ElementType.UInt8, ElementType.Int16, ElementType.Float32, ElementType.Int64);
            int size = type.SizeInBytes();
            var copy = new ConvertStep("convert", "Copy", type, type, b.AlsoSpan(b.ArenaBytes(inputs * size)), b.ArenaBytes(outputs * size), extents, input, output);
            return b.Case("Convert" + seed, copy);
        }

        ElementType from = b.Any(ElementType.Float32, ElementType.UInt8, ElementType.Int16);
        ElementType to = from == ElementType.Float32 ? b.Any(ElementType.UInt8, ElementType.Int16) : b.Any(ElementType.UInt8, ElementType.Int16, ElementType.Float32);
        Location source = b.ArenaElements(from, inputs, -30, 30);
        Location target = b.ArenaElements(to, outputs);
        float scale = b.Chance(10) ? 1e-30f : (from, to) switch
        {
            (ElementType.Int16, ElementType.UInt8) => b.Float(0.001f, 0.02f),
            (ElementType.Float32, ElementType.Int16) => b.Float(0.0005f, 0.01f),
            _ => b.Float(0.05f, 2),
        };
        int bound = b.Any(32767, 9999);
        return b.Case("Convert" + seed, new ConvertStep(
            "convert",
            "Convert",
            from,
            to,
            b.AlsoSpan(source),
            target,
            extents,
            input,
            output,
            scale,
            from == ElementType.UInt8 ? b.Int(0, 255) : 0,
            to == ElementType.UInt8 ? b.Int(0, 255) : 0,
            to == ElementType.Int16 ? -bound : 0,
            to == ElementType.Int16 ? bound : 255));
    }

    public static KernelCase Transpose(int seed)
    {
        var b = new CaseBuilder(seed);
        int matrices = b.Int(1, 3);
        int rows = b.Int(4, 40);
        int columns = b.Int(4, 40);
        int rowInput = columns + b.Any(0, 3);
        int rowOutput = rows + b.Any(0, 3);
        var step = new ConvertStep(
            "transpose",
            "Copy",
            ElementType.Float32,
            ElementType.Float32,
            b.AlsoSpan(b.ArenaFloats(matrices * rows * rowInput)),
            b.ArenaFloats(matrices * columns * rowOutput),
            new[] { matrices, columns, rows },
            new[] { rows * rowInput, 1, rowInput },
            new[] { columns * rowOutput, rowOutput, 1 });
        return b.Case("Transpose" + seed, step);
    }

    public static KernelCase Fill(int seed)
    {
        var b = new CaseBuilder(seed);
        int[] extents = Extents(b);
        int[] strides = new int[extents.Length];
        int size = 1;
        for (int i = extents.Length - 1; i >= 0; i--)
        {
            strides[i] = size;
            size = (size * extents[i]) + b.Int(0, 3);
        }

        ElementType type = b.Any(ElementType.Float32, ElementType.UInt8, ElementType.Int16);
        var step = new FillStep(
            "fill",
            type,
            b.ArenaElements(type, size),
            extents,
            strides,
            type switch { ElementType.Float32 => b.Float(-9, 9), ElementType.Int16 => b.Int(-32768, 32767), _ => b.Int(0, 255) });
        return b.Case("Fill" + seed, step);
    }

    public static KernelCase DynamicQuantize(int seed)
    {
        var b = new CaseBuilder(seed);
        int[] extents = Extents(b);
        (int[] input, int inputs) = Strides(b, extents);
        (int[] output, int outputs) = Strides(b, extents);
        (float low, float high) = b.Any((-3f, 5f), (0f, 6f), (-2f, -1f), (0f, 0f));
        Location source = b.AlsoSpan(b.ArenaFloats(inputs, low, high));
        Location buffer = b.ArenaBytes(outputs + 40);
        Location parameters = b.ArenaFloats(2);
        var step = new DynamicQuantizeStep("quantize", source, buffer.Plus(17), parameters, extents, input, output, buffer, b.Any(0, outputs + 40));
        return b.Case("DynamicQuantize" + seed, step);
    }

    public static KernelCase MatMul(int seed)
    {
        var b = new CaseBuilder(seed);
        int rows = b.Int(1, 20);
        int columns = b.Any(b.Int(1, 40), 16, 32);
        int depth = b.Int(1, 30);
        int[] batch = [.. Enumerable.Range(0, b.Int(0, 2)).Select(_ => b.Int(1, 3))];
        int rowA = depth + b.Int(0, 3);
        int rowB = columns + b.Int(0, 3);
        int rowOutput = columns + b.Int(0, 3);
        int[] BatchStrides(int matrix, bool repeat)
        {
            int[] strides = new int[batch.Length];
            for (int i = batch.Length - 1; i >= 0; i--)
            {
                strides[i] = repeat && b.Chance(30) ? 0 : matrix;
                matrix *= batch[i];
            }

            return strides;
        }

        int copies = batch.Aggregate(1, static (p, e) => p * e);
        var step = new MatMulStep(
            "matmul",
            b.AlsoSpan(b.ArenaFloats(copies * rows * rowA, -1, 1)),
            b.AlsoSpan(b.ArenaFloats(copies * depth * rowB, -1, 1)),
            b.ArenaFloats(copies * rows * rowOutput),
            rows,
            columns,
            depth,
            rowA,
            rowB,
            rowOutput,
            batch,
            BatchStrides(rows * rowA, repeat: true),
            BatchStrides(depth * rowB, repeat: true),
            BatchStrides(rows * rowOutput, repeat: false),
            b.Any(1, 0.125f));
        return b.Case("MatMul" + seed, step, 1e-4);
    }

    private static int[] Extents(CaseBuilder b) => [.. Enumerable.Range(0, b.Int(1, 3)).Select(_ => b.Any(b.Int(1, 6), b.Int(1, 40)))];

    // A permuted layout with gaps; a stride of 0 where a dimension is repeated.
    private static (int[] Strides, int Size) Strides(CaseBuilder b, int[] extents, bool broadcast = false)
    {
        int[] order = [.. Enumerable.Range(0, extents.Length)];
        if (b.Chance(40))
        {
            b.Random.Shuffle(order);
        }

        int[] strides = new int[extents.Length];
        int size = b.Any(1, 1, 1, 2, 3);
        foreach (int i in order.Reverse())
        {
            if (broadcast && b.Chance(25))
            {
                continue;
            }

            strides[i] = size;
            size = (size * extents[i]) + b.Any(0, 0, 3);
        }

        return (strides, size + 1);
    }
}
