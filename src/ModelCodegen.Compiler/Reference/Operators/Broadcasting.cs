using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Where the elements of a broadcast result come from.</summary>
internal static class Broadcasting
{
    /// <summary>For every element of <paramref name="result"/>, the position in a tensor of shape <paramref name="shape"/>.</summary>
    public static int[] Offsets(ImmutableArray<int> shape, ImmutableArray<int> result)
    {
        int[] offsets = [0];
        ImmutableArray<int> strides = ShapeArithmetic.Strides(shape);
        int lead = result.Length - shape.Length;
        for (int d = 0; d < result.Length; d++)
        {
            int stride = d < lead || shape[d - lead] == 1 ? 0 : strides[d - lead];
            var next = new int[offsets.Length * result[d]];
            for (int i = 0; i < next.Length; i++)
            {
                next[i] = offsets[i / result[d]] + (i % result[d] * stride);
            }

            offsets = next;
        }

        return offsets;
    }
}
