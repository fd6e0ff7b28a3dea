using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Reference;

/// <summary>Steps over rows of adjacent floats, in double.</summary>
internal static class RowReference
{
    public static void Run(SoftmaxStep s, MemoryImage m)
    {
        foreach (int[] at in Formula.Indices(s.Extents))
        {
            long input = Formula.Offset(at, s.StridesInput);
            long output = Formula.Offset(at, s.StridesOutput);
            float[] row = [.. Enumerable.Range(0, s.Length).Select(i => m.Float(s.Input, input + i))];
            double[] powers = [.. row.Select(x => Math.Exp(x - row.Max()))];
            for (int i = 0; i < s.Length; i++)
            {
                m.Set(s.Output, output + i, (float)(powers[i] / powers.Sum()));
            }
        }
    }

    public static void Run(NormalizationStep s, MemoryImage m)
    {
        for (long row = 0; row < s.Rows; row++)
        {
            long start = row * s.Length;
            float[] x = [.. Enumerable.Range(0, s.Length).Select(i => m.Float(s.Input, start + i) + (s.Residual is { } residual ? m.Float(residual, start + i) : 0))];
            double mean = s.IsCentered ? x.Average(value => (double)value) : 0;
            double factor = 1 / Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + s.Epsilon);
            for (int i = 0; i < s.Length; i++)
            {
                float y = (float)(((x[i] - mean) * factor * m.Float(s.Scale, i)) + m.Float(s.Bias, i));
                if (s.Sum is { } sum)
                {
                    m.Set(sum, start + i, x[i]);
                }

                if (s.Output is { } output)
                {
                    m.Set(output, start + i, y);
                }

                if (s.Bytes is { } bytes)
                {
                    m.Set(ElementType.UInt8, bytes, start + i, Formula.Quantize(y / s.ByteScale, s.ByteZeroPoint, 0, 255));
                }
            }
        }
    }
}
