namespace ModelCodegen.Kernels;

// Signed bytes to unsigned ones that are larger by 128, and back.
internal static partial class KernelMethods
{
    internal readonly struct ToUnsigned : IFunction1<sbyte, byte>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte Invoke(sbyte x) => (byte)(x ^ -128);
    }

    internal readonly struct ToSigned : IFunction1<byte, sbyte>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public sbyte Invoke(byte x) => (sbyte)(x ^ 128);
    }
}
