using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>
/// One dimension of a resize: which elements each result is made of, and how much they weigh. Coordinates are computed in
/// 32-bit floats as ONNX Runtime does, so that ties fall the same way.
/// </summary>
/// <param name="Op">The resize.</param>
/// <param name="Input">The extent before.</param>
/// <param name="Output">The extent after.</param>
/// <param name="Scale">The scale; the extent after is rounded.</param>
/// <param name="Start">The region's begin, 0 to 1.</param>
/// <param name="End">The region's end, 0 to 1.</param>
internal sealed record ResizeAxis(Resize Op, int Input, int Output, float Scale, float Start, float End)
{
    /// <summary>Whether the dimension stays as it is.</summary>
    public bool IsIdentity => Input == Output && Taps() is var taps && taps.All(tap => tap.Length == 1) && taps.Select((tap, j) => tap[0].Index == j).All(same => same);

    /// <summary>Whether elements lie outside and are given the constant.</summary>
    public bool Fills => Taps().Any(tap => tap[0].Index < 0);

    /// <summary>The elements of each result, by index, with their weights; one of index -1 where it lies outside.</summary>
    public (int Index, float Weight)[][] Taps() => [.. Enumerable.Range(0, Output).Select(Tap)];

    private (int Index, float Weight)[] Tap(int j)
    {
        float x = Origin(j);
        if (Op.Coordinates == CoordinateMode.TfCropAndResize && (x < 0 || x > Input - 1))
        {
            return [(-1, 0)];
        }

        return Op.Interpolation switch
        {
            Interpolation.Nearest => [(Math.Clamp(Nearest(x), 0, Input - 1), 1)],
            _ when Op.Antialias => Filtered(x),
            Interpolation.Linear => Linear(Math.Clamp(x, 0, Input - 1)),
            _ => Cubic(x),
        };
    }

    private float Origin(int j) => Op.Coordinates switch
    {
        _ when Scale == 1 && Op.Coordinates != CoordinateMode.TfCropAndResize => j,
        CoordinateMode.HalfPixel => ((j + 0.5f) / Scale) - 0.5f,
        CoordinateMode.HalfPixelSymmetric => (Input / 2f * (1 - (Output / (Scale * Input)))) + ((j + 0.5f) / Scale) - 0.5f,
        CoordinateMode.PyTorchHalfPixel => Output > 1 ? ((j + 0.5f) / Scale) - 0.5f : 0,
        CoordinateMode.AlignCorners => Output == 1 ? 0 : (float)j * (Input - 1) / (Output - 1),
        CoordinateMode.Asymmetric => j / Scale,
        CoordinateMode.TfHalfPixelForNn => (j + 0.5f) / Scale,
        _ => Output > 1
            ? (Start * (Input - 1)) + (j * (End - Start) * (Input - 1) / (Output - 1))
            : 0.5f * (Start + End) * (Input - 1),
    };

    private int Nearest(float x) => (int)(Op.Nearest switch
    {
        NearestMode.RoundPreferFloor => x == (int)x + 0.5f ? MathF.Floor(x) : MathF.Round(x, MidpointRounding.AwayFromZero),
        NearestMode.RoundPreferCeil => MathF.Round(x, MidpointRounding.AwayFromZero),
        NearestMode.Floor => MathF.Floor(x),
        NearestMode.Ceil => MathF.Ceiling(x),
        _ => Scale < 1 ? MathF.Ceiling(x) : MathF.Truncate(x),
    });

    private (int Index, float Weight)[] Linear(float x)
    {
        int first = Math.Min((int)x, Input - 1);
        float rest = x - first;
        return rest == 0 ? [(first, 1)] : [(first, 1 - rest), (Math.Min(first + 1, Input - 1), rest)];
    }

    private (int Index, float Weight)[] Cubic(float x)
    {
        int first = (int)MathF.Floor(x) - 1;
        var taps = new (int Index, float Weight)[4];
        for (int t = 0; t < 4; t++)
        {
            taps[t] = (first + t, CubicWeight(x - (first + t)));
        }

        return Inside(taps);
    }

    // The filter reaches further where the extent shrinks; it is centred as in PIL.
    private (int Index, float Weight)[] Filtered(float x)
    {
        float stretch = Math.Max(1 / Scale, 1);
        float support = (Op.Interpolation == Interpolation.Linear ? 1 : 2) * stretch;
        float centre = x + 0.5f;
        int first = (int)MathF.Floor(centre - support + 0.5f);
        int last = (int)MathF.Floor(centre + support + 0.5f);
        return Inside([.. Enumerable.Range(first, last - first).Select(i =>
        {
            float distance = (i - centre + 0.5f) / stretch;
            return (i, Op.Interpolation == Interpolation.Linear ? Math.Max(1 - Math.Abs(distance), 0) : CubicWeight(distance));
        })]);
    }

    private float CubicWeight(float distance)
    {
        float x = Math.Abs(distance);
        float a = Op.CubicA;
        return x switch
        {
            <= 1 => ((((a + 2) * x) - (a + 3)) * x * x) + 1,
            < 2 => (((((a * x) - (5 * a)) * x) + (8 * a)) * x) - (4 * a),
            _ => 0,
        };
    }

    // Elements outside are left out, or the outermost ones stand for them; weights add up to 1.
    private (int Index, float Weight)[] Inside((int Index, float Weight)[] taps)
    {
        if (Op.ExcludeOutside)
        {
            taps = [.. taps.Where(tap => tap.Index >= 0 && tap.Index < Input)];
        }

        float sum = Op.ExcludeOutside || Op.Antialias ? taps.Sum(tap => tap.Weight) : 1;
        return
        [
            .. taps.GroupBy(tap => Math.Clamp(tap.Index, 0, Input - 1))
                .Select(group => (group.Key, group.Sum(tap => tap.Weight) / (sum == 0 ? 1 : sum)))
                .Where(tap => tap.Item2 != 0)
                .DefaultIfEmpty((0, 0)),
        ];
    }
}
