namespace ModelCodegen.Kernels;

// How kernels walk over the elements of a tensor with any number of dimensions.
internal static partial class KernelMethods
{
    // Goes on to the next indices, the last dimension fastest, and takes the offset along. Gives false behind the last
    // ones, when indices and offset are back at the first. There are no empty dimensions.
    internal static bool NextIndex(ReadOnlySpan<int> extents, ReadOnlySpan<int> strides, Span<int> index, ref int offset)
    {
        for (int d = extents.Length - 1; d >= 0; d--)
        {
            offset += strides[d];
            if (++index[d] < extents[d])
            {
                return true;
            }

            offset -= strides[d] * extents[d];
            index[d] = 0;
        }

        return false;
    }
}
