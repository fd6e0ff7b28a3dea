using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>A recurrent network's weights in the order in which its kernel reads them, as described at <see cref="RecurrenceStep"/>.</summary>
internal static class PackedRecurrence
{
    private const int Block = 16;

    /// <summary>Packs recurrent weights [size, gates * size].</summary>
    public static float[] Weights(Tensor weights, RecurrentCell cell)
    {
        int size = weights.Shape[0];
        int gates = weights.Shape[1] / size;
        return cell == RecurrentCell.Gru
            ? [.. Gates(weights, size, 0, 2), .. Gates(weights, size, 2, 1)]
            : Gates(weights, size, 0, gates);
    }

    /// <summary>Fills up rows of one number per unit, which one number may stand for.</summary>
    public static float[] PerUnit(Tensor values, int rows, int size)
    {
        int filled = (size + Block - 1) / Block * Block;
        var result = new float[rows * filled];
        float[] from = values.ToFloat();
        for (int i = 0; i < rows * size; i++)
        {
            result[(i / size * filled) + (i % size)] = from[from.Length == 1 ? 0 : i];
        }

        return result;
    }

    private static float[] Gates(Tensor weights, int size, int first, int count)
    {
        ReadOnlySpan<float> from = weights.Values<float>();
        int columns = weights.Shape[1];
        int blocks = (size + Block - 1) / Block;
        var packed = new float[blocks * size * count * Block];
        for (int unit = 0; unit < size; unit++)
        {
            for (int state = 0; state < size; state++)
            {
                for (int gate = 0; gate < count; gate++)
                {
                    packed[(((((unit / Block * size) + state) * count) + gate) * Block) + (unit % Block)] = from[(state * columns) + ((first + gate) * size) + unit];
                }
            }
        }

        return packed;
    }
}
