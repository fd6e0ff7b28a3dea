namespace ModelCodegen.Kernels;

internal static partial class KernelMethods
{
    // Puts a loop's result of one turn into the stack of all turns' results.
    internal static void StoreRow<T>(ReadOnlySpan<T> row, ReadOnlySpan<long> turn, Span<T> stack)
        where T : unmanaged => row.CopyTo(stack.Slice(checked((int)turn[0] * row.Length), row.Length));
}
