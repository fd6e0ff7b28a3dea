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
        int rows = b.Int(1, 5);
        int filled = (length + 15) / 16 * 16;
        (float low, float high) = b.Any((-1f, 1f), (3f, 5f), (-100f, 10f));
        var step = new NormalizationStep(
            "normalization",
            b.ArenaFloats(rows * length, low, high),
            b.Any(b.WeightFloats(filled, 0.5f, 2), b.ArenaFloats(length)),
            b.WeightFloats(filled, -1, 1),
            b.ArenaFloats(rows * length),
            rows,
            length,
            b.Any(1e-5f, 1e-12f),
            b.Chance(60));
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
