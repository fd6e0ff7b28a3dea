using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Reference;

/// <summary>Elementwise steps and those over rows.</summary>
internal static class StridedReference
{
    public static void Run(UnaryStep s, MemoryImage m)
    {
        foreach (int[] at in Formula.Indices(s.Extents))
        {
            m.Set(s.Output, Formula.Offset(at, s.StridesOutput), Formula.Activate(s.Activation, m.Float(s.Input, Formula.Offset(at, s.StridesInput))));
        }
    }

    public static void Run(LookupStep s, MemoryImage m)
    {
        foreach (int[] at in Formula.Indices(s.Extents))
        {
            m.Set(s.Output, Formula.Offset(at, s.StridesOutput), m.Byte(s.Table, m.Byte(s.Input, Formula.Offset(at, s.StridesInput))));
        }
    }

    public static void Run(FillStep s, MemoryImage m)
    {
        foreach (int[] at in Formula.Indices(s.Extents))
        {
            if (s.Type != ElementType.Float32)
            {
                m.Set(s.Type, s.Output, Formula.Offset(at, s.Strides), (int)s.Value);
            }
            else
            {
                m.Set(s.Output, Formula.Offset(at, s.Strides), s.Value);
            }
        }
    }

    public static void Run(BinaryStep s, MemoryImage m)
    {
        foreach (int[] at in Formula.Indices(s.Extents))
        {
            long a = Formula.Offset(at, s.StridesA);
            long b = Formula.Offset(at, s.StridesB);
            long output = Formula.Offset(at, s.StridesOutput);
            if (s.Type == ElementType.Float32)
            {
                m.Set(s.Output, output, Formula.Activate(s.Activation, Apply(s.Function, m.Float(s.A, a), m.Float(s.B, b))));
                continue;
            }

            int x = m.Byte(s.A, a) - s.ZeroPointA;
            int y = m.Byte(s.B, b) - s.ZeroPointB;
            float left = (float)x * s.RatioA;
            float right = (float)y * s.RatioB;
            float t = s.Function switch
            {
                BinaryFunction.Add => left + right,
                BinaryFunction.Sub => left - right,
                _ => (float)(x * y) * s.RatioA,
            };
            m.Set(s.Type, s.Output, output, Formula.Quantize(t, s.OutputZeroPoint, s.Low, s.High));
        }
    }

    public static void Run(ConvertStep s, MemoryImage m)
    {
        foreach (int[] at in Formula.Indices(s.Extents))
        {
            long input = Formula.Offset(at, s.StridesInput);
            long output = Formula.Offset(at, s.StridesOutput);
            if (s.Scale == 0)
            {
                int size = s.InputType.SizeInBytes();
                m.Bytes(s.Input, input, size).CopyTo(m.Bytes(s.Output, output, size));
            }
            else if (s.InputType == ElementType.Float32)
            {
                m.Set(s.OutputType, s.Output, output, Formula.Quantize(m.Float(s.Input, input) / s.Scale, s.OutputZeroPoint, s.Low, s.High));
            }
            else
            {
                float value = (float)(m.Integer(s.InputType, s.Input, input) - s.InputZeroPoint) * s.Scale;
                if (s.OutputType == ElementType.Float32)
                {
                    m.Set(s.Output, output, value);
                }
                else
                {
                    m.Set(s.OutputType, s.Output, output, Formula.Quantize(value, s.OutputZeroPoint, s.Low, s.High));
                }
            }
        }
    }

    public static void Run(MatMulStep s, MemoryImage m)
    {
        foreach (int[] at in Formula.Indices([.. s.Batch, s.Rows, s.Columns]))
        {
            int row = at[^2];
            int column = at[^1];
            int[] batch = at[..^2];
            long a = Formula.Offset(batch, s.BatchStridesA) + ((long)row * s.RowStrideA);
            long b = Formula.Offset(batch, s.BatchStridesB) + column;
            double sum = Enumerable.Range(0, s.Depth).Sum(k => (double)m.Float(s.A, a + k) * m.Float(s.B, b + ((long)k * s.RowStrideB)));
            m.Set(s.Output, Formula.Offset(batch, s.BatchStridesOutput) + ((long)row * s.RowStrideOutput) + column, (float)(sum * s.Scale));
        }
    }

    public static void Run(DynamicQuantizeStep s, MemoryImage m)
    {
        float low = 0;
        float high = 0;
        foreach (int[] at in Formula.Indices(s.Extents))
        {
            float x = m.Float(s.Input, Formula.Offset(at, s.StridesInput));
            low = x < low ? x : low;
            high = x > high ? x : high;
        }

        float scale = high == low ? 1 : (high - low) / 255f;
        int zeroPoint = (int)Math.Clamp(MathF.Round((0 - low) / scale, MidpointRounding.ToEven), 0, 255);
        m.Set(s.Parameters, 0, scale);
        m.Set(s.Parameters, 1, zeroPoint);
        for (int i = 0; i < s.BufferBytes; i++)
        {
            m.Set(s.Buffer, i, (byte)zeroPoint);
        }

        foreach (int[] at in Formula.Indices(s.Extents))
        {
            float x = m.Float(s.Input, Formula.Offset(at, s.StridesInput));
            m.Set(ElementType.UInt8, s.Output, Formula.Offset(at, s.StridesOutput), Formula.Quantize(x / scale, zeroPoint, 0, 255));
        }
    }

    private static float Apply(BinaryFunction function, float a, float b) => function switch
    {
        BinaryFunction.Add => a + b,
        BinaryFunction.Sub => a - b,
        BinaryFunction.Mul => a * b,
        BinaryFunction.Div => a / b,
        BinaryFunction.Min => MathF.Min(a, b),
        _ => MathF.Max(a, b),
    };
}
