namespace ModelCodegen.Kernels;

// How kernels see the memory of networks, which is bytes.
internal static partial class KernelMethods
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref T Element<T>(ref byte start)
        where T : unmanaged => ref Unsafe.As<byte, T>(ref start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<T> Read<T>(ref byte start, int length)
        where T : unmanaged => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref start), length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Span<T> Write<T>(ref byte start, int length)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref start), length);
}
