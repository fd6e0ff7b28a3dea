using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Compress.Data;

/// <summary>
/// How many samples an array holds. If its rank is the input's, axis 0 holds samples x batch; otherwise its shape is samples
/// x the input's shape. Dimensions of 1 may be missing, as in images without channels: 100x28x28 holds 100 samples for an
/// input 1x1x28x28, and 28x28 holds one.
/// </summary>
internal static class SampleShape
{
    /// <summary>The number of samples; <see langword="null"/> where the array does not fit the input.</summary>
    public static int? Count(ImmutableArray<int> array, ImmutableArray<int> input) =>
        array.Contains(0) || input.Contains(0) ? null : CountExactly(array, input) ?? CountWithoutUnits(array, input);

    /// <summary>The same where no dimension may be missing.</summary>
    public static int? CountExactly(ImmutableArray<int> array, ImmutableArray<int> input)
    {
        if (array.Length == input.Length + 1)
        {
            return array.AsSpan()[1..].SequenceEqual(input.AsSpan()) ? array[0] : null;
        }

        return array.Length == input.Length && input.Length > 0 && array.AsSpan()[1..].SequenceEqual(input.AsSpan()[1..])
            ? Batches(array[0], input[0])
            : null;
    }

    private static int? CountWithoutUnits(ImmutableArray<int> array, ImmutableArray<int> input)
    {
        if (array.Length > 0)
        {
            int[] rest = WithoutUnits(array.AsSpan()[1..]);
            if (input.Length > 0 && rest.SequenceEqual(WithoutUnits(input.AsSpan()[1..])) && Batches(array[0], input[0]) is { } samples)
            {
                return samples;
            }

            if (rest.SequenceEqual(WithoutUnits(input.AsSpan())))
            {
                return array[0];
            }
        }

        return WithoutUnits(array.AsSpan()).SequenceEqual(WithoutUnits(input.AsSpan())) ? 1 : null;
    }

    private static int? Batches(int extent, int batch) => extent > 0 && extent % batch == 0 ? extent / batch : null;

    private static int[] WithoutUnits(ReadOnlySpan<int> shape) => shape.ToArray().Where(extent => extent != 1).ToArray();
}
