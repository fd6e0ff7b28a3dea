using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>Random steps over rows of adjacent floats.</summary>
internal static class RowCases
{
    public static KernelCase Softmax(int seed)
    {
        var b = new CaseBuilder(seed);
        int length = Length(b);
        int[] extents = [.. Enumerable.Range(0, b.Int(0, 2)).Select(_ => b.Int(1, 6))];
        (int[] input, int inputs) = Strides(b, extents, length);
        (int[] output, int outputs) = Strides(b, extents, length);
        float range = b.Any(1f, 10f, 90f);
        var step = new SoftmaxStep("softmax", b.ArenaFloats(inputs, -range, range), b.ArenaFloats(outputs), length, extents, input, output);
        return b.Case("Softmax" + seed, step, 8e-7);
    }

    public static KernelCase Normalization(int seed)
    {
        var b = new CaseBuilder(seed);
        int length = Length(b);
        int rows = b.Int(1, 9);
        int filled = (length + 15) / 16 * 16;
        (float low, float high) = b.Any((-1f, 1f), (3f, 5f), (-100f, 10f));
        bool hasBytes = b.Chance(50);
        Location input = b.ArenaFloats(rows * length, low, high);
        Location? residual = b.Chance(50) ? b.ArenaFloats(rows * length, -1, 1) : null;

        // Bytes are those of the bias, nowhere near the middle between two: what the rows add is much less.
        const float ByteScale = 0.25f;
        Location scale = hasBytes ? b.WeightFloats(filled, -1e-6f, 1e-6f) : b.Any(b.WeightFloats(filled, 0.5f, 2), b.ArenaFloats(length));
        Location bias = hasBytes
            ? b.WeightInts(Enumerable.Range(0, filled).Select(_ => BitConverter.SingleToInt32Bits((b.Int(-300, 300) + b.Float(-0.4f, 0.4f)) * ByteScale)))
            : b.WeightFloats(filled, -1, 1);
        var step = new NormalizationStep(
            "normalization",
            input,
            scale,
            bias,
            rows,
            length,
            b.Any(1e-5f, 1e-12f),
            b.Chance(60),
            hasBytes && b.Chance(50) ? null : b.ArenaFloats(rows * length),
            residual,
            residual is not null && b.Chance(50) ? b.ArenaFloats(rows * length) : null,
            hasBytes ? b.ArenaBytes(rows * length) : null,
            hasBytes ? ByteScale : 0,
            hasBytes ? b.Int(0, 255) : 0);
        return b.Case("Normalization" + seed, step, 4e-6);
    }

    private static int Length(CaseBuilder b) => b.Any(b.Int(2, 15), b.Int(16, 100), b.Any(16, 32, 64));

    // Rows in any order, with gaps between them.
    private static (int[] Strides, int Size) Strides(CaseBuilder b, int[] extents, int length)
    {
        int[] order = [.. Enumerable.Range(0, extents.Length)];
        b.Random.Shuffle(order);
        int[] strides = new int[extents.Length];
        int size = length + b.Any(0, 0, 3);
        foreach (int i in order)
        {
            strides[i] = size;
            size = (size * extents[i]) + b.Any(0, 0, 3);
        }

        return (strides, size);
    }
}
