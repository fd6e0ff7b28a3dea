using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Reference;

/// <summary>Copies elements whose place in the source is a sum of one term per dimension of the result.</summary>
internal static class MappedCopy
{
    /// <summary>Stands for elements that come from nowhere.</summary>
    public const int Fill = -1;

    /// <summary>A tensor of the source's type.</summary>
    /// <param name="source">Where elements come from.</param>
    /// <param name="shape">The result's shape.</param>
    /// <param name="terms">Per dimension and index: elements to advance in the source, or <see cref="Fill"/>.</param>
    /// <param name="fill">One element's bytes, for places that <see cref="Fill"/> marks.</param>
    public static Tensor Run(Tensor source, ImmutableArray<int> shape, int[][] terms, ReadOnlySpan<byte> fill = default)
    {
        Tensor result = Tensor.Zeros(source.Type, shape);
        if (result.Length == 0)
        {
            return result;
        }

        int size = result.Bytes.Length / result.Length;
        ReadOnlySpan<byte> from = source.Bytes;
        Span<byte> to = result.WritableBytes;
        int[] inner = terms.Length > 0 ? terms[^1] : [0];
        var index = new int[Math.Max(terms.Length - 1, 0)];
        for (int position = 0; position < to.Length;)
        {
            int origin = 0;
            for (int d = 0; d < index.Length && origin != Fill; d++)
            {
                int term = terms[d][index[d]];
                origin = term == Fill ? Fill : origin + term;
            }

            foreach (int term in inner)
            {
                ReadOnlySpan<byte> element = origin == Fill || term == Fill ? fill : from.Slice((origin + term) * size, size);
                element.CopyTo(to[position..]);
                position += size;
            }

            for (int d = index.Length - 1; d >= 0 && ++index[d] == shape[d]; d--)
            {
                index[d] = 0;
            }
        }

        return result;
    }
}
