using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelCodegen.Generator.Emit;

/// <summary>The small functions that kernels call; only those that a network's kernels mention are written.</summary>
internal static class FunctionLibrary
{
    private const string Prefix = "KernelMethods.";

    private static readonly Dictionary<string, string> Functions = Packing()
        .Concat(new[] { Isa.Avx512, Isa.Avx2, Isa.Portable }.SelectMany(MathFunctions.For))
        .Concat(ReductionFunctions.All())
        .ToDictionary(static f => f.Name, static f => f.Code);

    /// <summary>The functions that a text calls, and those that they call.</summary>
    public static IEnumerable<(string Name, string Code)> CalledBy(string text)
    {
        var seen = new HashSet<string>();
        var pending = new Stack<string>(Names(text));
        while (pending.Count > 0)
        {
            string name = pending.Pop();
            if (Functions.TryGetValue(name, out string? code) && seen.Add(name))
            {
                yield return (name, code);
                foreach (string called in Names(code))
                {
                    pending.Push(called);
                }
            }
        }
    }

    private static IEnumerable<string> Names(string text)
    {
        for (int at = text.IndexOf(Prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Prefix, at + 1, StringComparison.Ordinal))
        {
            int start = at + Prefix.Length;
            int end = start;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            yield return text.Substring(start, end - start);
        }
    }

    private static IEnumerable<(string Name, string Code)> Packing()
    {
        yield return ("At", "internal static ref byte At(ref byte start, int offset) => ref Unsafe.Add(ref start, offset);");
        foreach (int bits in new[] { 128, 256, 512 })
        {
            string v = $"Vector{bits}";
            yield return ($"EvenSigned{bits}", $"internal static {v}<short> EvenSigned{bits}({v}<sbyte> bytes) => bytes.AsInt16() << 8 >> 8;");
            yield return ($"OddSigned{bits}", $"internal static {v}<short> OddSigned{bits}({v}<sbyte> bytes) => bytes.AsInt16() >> 8;");
            yield return ($"EvenUnsigned{bits}", $"internal static {v}<short> EvenUnsigned{bits}({v}<byte> bytes) => bytes.AsInt16() & {v}.Create((short)255);");
            yield return ($"OddUnsigned{bits}", $"internal static {v}<short> OddUnsigned{bits}({v}<byte> bytes) => bytes.AsInt16() >>> 8;");
        }

        yield return ("WidenRow256", """
            internal static Vector256<short> WidenRow256(ref byte row) =>
                Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref row)).AsByte()).AsInt16();
            """);
        yield return ("InterleaveRows256", """
            internal static Vector256<short> InterleaveRows256(ref byte first, ref byte second) =>
                Avx2.ConvertToVector256Int16(Sse2.UnpackLow(
                    Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref first)).AsByte(),
                    Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref second)).AsByte()));
            """);
        yield return ("WidenRow512", """
            internal static Vector512<short> WidenRow512(ref byte row) => Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref row)).AsInt16();
            """);
        yield return ("InterleaveRows512", """
            internal static Vector512<short> InterleaveRows512(ref byte first, ref byte second)
            {
                Vector128<byte> a = Vector128.LoadUnsafe(ref first);
                Vector128<byte> b = Vector128.LoadUnsafe(ref second);
                return Avx512BW.ConvertToVector512Int16(Sse2.UnpackLow(a, b).ToVector256Unsafe().WithUpper(Sse2.UnpackHigh(a, b)));
            }
            """);
        yield return ("MultiplyAddPairs128", """
            internal static Vector128<int> MultiplyAddPairs128(Vector128<short> a, Vector128<short> b)
            {
                if (PackedSimd.IsSupported)
                {
                    return PackedSimd.Dot(a, b);
                }

                if (Sse2.IsSupported)
                {
                    return Sse2.MultiplyAddAdjacent(a, b);
                }

                // The product of an unsigned and a signed byte fits 16 bits.
                Vector128<int> products = (a * b).AsInt32();
                return (products << 16 >> 16) + (products >> 16);
            }
            """);
        yield return ("MultiplyAddShorts128", """
            internal static Vector128<int> MultiplyAddShorts128(Vector128<short> a, Vector128<short> b)
            {
                if (PackedSimd.IsSupported)
                {
                    return PackedSimd.Dot(a, b);
                }

                if (Sse2.IsSupported)
                {
                    return Sse2.MultiplyAddAdjacent(a, b);
                }

                if (AdvSimd.Arm64.IsSupported)
                {
                    return AdvSimd.Arm64.AddPairwise(AdvSimd.MultiplyWideningLower(a.GetLower(), b.GetLower()), AdvSimd.MultiplyWideningUpper(a, b));
                }

                Vector128<int> even = (a.AsInt32() << 16 >> 16) * (b.AsInt32() << 16 >> 16);
                return even + (a.AsInt32() >> 16) * (b.AsInt32() >> 16);
            }
            """);
        yield return ("LoadShorts128", """
            internal static Vector128<int> LoadShorts128(ref byte from) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref from)).AsInt16());
            """);
        yield return ("LoadSignedBytes128", """
            internal static Vector128<int> LoadSignedBytes128(ref byte from) =>
                Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref from)).AsSByte()));
            """);
        foreach (Isa isa in Isa.Shorts)
        {
            string bits = Literal.Int(isa.Lanes * 32);

            // Sign, exponent and mantissa move to their places in a float; 2^112 makes up for the different biases of exponents.
            yield return ($"WidenHalves{bits}", $"""
                internal static {isa.V}<float> WidenHalves{bits}({isa.V}<int> halves) =>
                    ((halves << 13) & {isa.V}.Create(unchecked((int)0x8FFFE000))).AsSingle() * {isa.V}.Create(5.192296858534828E+33f);
                """);
            string first = $"{isa.LoadShorts("first", "0")} & {isa.V}.Create(0xFFFF)";
            yield return ($"WidenShortRow{bits}", $"internal static {isa.V}<short> WidenShortRow{bits}(ref byte first) => ({first}).AsInt16();");
            yield return ($"InterleaveShortRows{bits}", $"""
                internal static {isa.V}<short> InterleaveShortRows{bits}(ref byte first, ref byte second) =>
                    (({first}) | ({isa.LoadShorts("second", "0")} << 16)).AsInt16();
                """);
        }

        yield return ("HasDot512", """
            internal static bool HasDot512()
            {
            #if NET11_0_OR_GREATER
                return AvxVnni.V512.IsSupported;
            #else
                return false;
            #endif
            }
            """);
        yield return ("FusedMultiplyAdd128", """
            internal static Vector128<float> FusedMultiplyAdd128(Vector128<float> a, Vector128<float> b, Vector128<float> sum)
            {
                if (AdvSimd.IsSupported)
                {
                    return AdvSimd.FusedMultiplyAdd(sum, a, b);
                }

                return Vector128.Create(
                    MathF.FusedMultiplyAdd(a.GetElement(0), b.GetElement(0), sum.GetElement(0)),
                    MathF.FusedMultiplyAdd(a.GetElement(1), b.GetElement(1), sum.GetElement(1)),
                    MathF.FusedMultiplyAdd(a.GetElement(2), b.GetElement(2), sum.GetElement(2)),
                    MathF.FusedMultiplyAdd(a.GetElement(3), b.GetElement(3), sum.GetElement(3)));
            }
            """);
        yield return ("Max128", """
            internal static Vector128<float> Max128(Vector128<float> a, Vector128<float> b) => Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);
            """);
        yield return ("Min128", """
            internal static Vector128<float> Min128(Vector128<float> a, Vector128<float> b) => Vector128.ConditionalSelect(Vector128.LessThan(a, b), a, b);
            """);
        yield return ("Pack256", """
            internal static Vector128<byte> Pack256(Vector256<int> a, Vector256<int> b)
            {
                Vector256<short> words = Avx2.Permute4x64(Avx2.PackSignedSaturate(a, b).AsInt64(), 0b11_01_10_00).AsInt16();
                return Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper());
            }
            """);
        yield return ("PackPixels", """
            internal static Vector256<byte> PackPixels(Vector256<int> a0, Vector256<int> a1, Vector256<int> b0, Vector256<int> b1, Vector256<short> zeros, Vector256<byte> lows)
            {
                Vector256<short> a = Avx2.AddSaturate(Avx2.PackSignedSaturate(a0, a1), zeros);
                Vector256<short> b = Avx2.AddSaturate(Avx2.PackSignedSaturate(b0, b1), zeros);
                Vector256<byte> bytes = Avx2.Max(Avx2.PackUnsignedSaturate(a, b), lows);
                return Avx2.PermuteVar8x32(bytes.AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsByte();
            }
            """);
        yield return ("PackPixels512", """
            internal static Vector512<byte> PackPixels512(Vector512<int> a, Vector512<int> b, Vector512<int> c, Vector512<int> d, Vector512<short> zeros, Vector512<byte> lows)
            {
                Vector512<short> ab = Avx512BW.AddSaturate(Avx512BW.PackSignedSaturate(a, b), zeros);
                Vector512<short> cd = Avx512BW.AddSaturate(Avx512BW.PackSignedSaturate(c, d), zeros);
                Vector512<byte> bytes = Avx512BW.Max(Avx512BW.PackUnsignedSaturate(ab, cd), lows);
                return Avx512F.PermuteVar16x32(bytes.AsInt32(), Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).AsByte();
            }
            """);
        yield return ("PackPixel", """
            internal static Vector128<byte> PackPixel(Vector256<int> a0, Vector256<int> a1, Vector256<short> zeros, Vector256<byte> lows)
            {
                Vector256<short> words = Avx2.Permute4x64(Avx2.AddSaturate(Avx2.PackSignedSaturate(a0, a1), zeros).AsInt64(), 0b11_01_10_00).AsInt16();
                return Sse2.Max(Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper()), lows.GetLower());
            }
            """);
        yield return ("PackHalf", """
            internal static Vector128<byte> PackHalf(Vector256<int> a, Vector256<short> zeros, Vector256<byte> lows)
            {
                Vector128<short> words = Sse2.AddSaturate(Sse2.PackSignedSaturate(a.GetLower(), a.GetUpper()), zeros.GetLower());
                return Sse2.Max(Sse2.PackUnsignedSaturate(words, words), lows.GetLower());
            }
            """);
        yield return ("Align", """
            internal static ref byte Align(ref byte memory, int alignment) =>
                ref Unsafe.Add(ref memory, -Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref memory) & (alignment - 1));
            """);
        foreach ((int bits, string isa) in new[] { (128, "Sse2"), (256, "Avx2"), (512, "Avx512BW") })
        {
            string vector = $"Vector{bits}";
            yield return ($"PackBlocks{bits}", $$"""
                internal static {{vector}}<byte> PackBlocks{{bits}}({{vector}}<int> a, {{vector}}<int> b, {{vector}}<int> c, {{vector}}<int> d, {{vector}}<short> zeros, {{vector}}<byte> lows)
                {
                    {{vector}}<short> first = {{isa}}.AddSaturate({{isa}}.PackSignedSaturate(a, b), zeros);
                    {{vector}}<short> second = {{isa}}.AddSaturate({{isa}}.PackSignedSaturate(c, d), zeros);
                    return {{isa}}.Max({{isa}}.PackUnsignedSaturate(first, second), lows);
                }
                """);
        }

        yield return ("StoreBytes", """
            internal static void StoreBytes(Vector128<byte> bytes, ref byte target, int count)
            {
                ulong rest = bytes.AsUInt64().ToScalar();
                if ((count & 8) != 0)
                {
                    Unsafe.WriteUnaligned(ref target, rest);
                    target = ref Unsafe.Add(ref target, 8);
                    rest = bytes.AsUInt64().GetElement(1);
                }

                if ((count & 4) != 0)
                {
                    Unsafe.WriteUnaligned(ref target, (uint)rest);
                    target = ref Unsafe.Add(ref target, 4);
                    rest >>= 32;
                }

                if ((count & 2) != 0)
                {
                    Unsafe.WriteUnaligned(ref target, (ushort)rest);
                    target = ref Unsafe.Add(ref target, 2);
                    rest >>= 16;
                }

                if ((count & 1) != 0)
                {
                    target = (byte)rest;
                }
            }
            """);
        yield return ("StoreShorts128", """
            internal static void StoreShorts128(Vector128<short> shorts, ref byte target, int count)
            {
                if (count >= 8)
                {
                    shorts.AsByte().StoreUnsafe(ref target);
                }
                else if (count > 0)
                {
                    KernelMethods.StoreBytes(shorts.AsByte(), ref target, count * 2);
                }
            }
            """);
        yield return ("StoreShorts256", """
            internal static void StoreShorts256(Vector256<short> shorts, ref byte target, int count)
            {
                KernelMethods.StoreShorts128(shorts.GetLower(), ref target, count);
                KernelMethods.StoreShorts128(shorts.GetUpper(), ref Unsafe.Add(ref target, 16), count - 8);
            }
            """);
        yield return ("Transpose4x4", """
            internal static void Transpose4x4(ref byte from, nint fromStride, ref byte to, nint toStride)
            {
                if (Sse.IsSupported)
                {
                    Vector128<float> a = Vector128.LoadUnsafe(ref from).AsSingle();
                    Vector128<float> b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, fromStride)).AsSingle();
                    Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * fromStride)).AsSingle();
                    Vector128<float> d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * fromStride)).AsSingle();
                    Vector128<float> ab = Sse.UnpackLow(a, b);
                    Vector128<float> cd = Sse.UnpackLow(c, d);
                    Sse.MoveLowToHigh(ab, cd).AsByte().StoreUnsafe(ref to);
                    Sse.MoveHighToLow(cd, ab).AsByte().StoreUnsafe(ref Unsafe.Add(ref to, toStride));
                    ab = Sse.UnpackHigh(a, b);
                    cd = Sse.UnpackHigh(c, d);
                    Sse.MoveLowToHigh(ab, cd).AsByte().StoreUnsafe(ref Unsafe.Add(ref to, 2 * toStride));
                    Sse.MoveHighToLow(cd, ab).AsByte().StoreUnsafe(ref Unsafe.Add(ref to, 3 * toStride));
                    return;
                }

                for (int row = 0; row < 4; row++)
                {
                    for (int column = 0; column < 4; column++)
                    {
                        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, column * toStride + row * 4), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, row * fromStride + column * 4)));
                    }
                }
            }
            """);
        yield return ("StoreWords128", """
            internal static void StoreWords128(Vector128<int> words, ref byte target, int count)
            {
                if (count >= 4)
                {
                    words.AsByte().StoreUnsafe(ref target);
                }
                else if (count >= 2)
                {
                    Unsafe.WriteUnaligned(ref target, words.AsInt64().ToScalar());
                    if (count == 3)
                    {
                        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, 8), words.GetElement(2));
                    }
                }
                else if (count == 1)
                {
                    Unsafe.WriteUnaligned(ref target, words.ToScalar());
                }
            }
            """);
        yield return ("StoreWords256", """
            internal static void StoreWords256(Vector256<int> words, ref byte target, int count)
            {
                KernelMethods.StoreWords128(words.GetLower(), ref target, count);
                KernelMethods.StoreWords128(words.GetUpper(), ref Unsafe.Add(ref target, 16), count - 4);
            }
            """);
        yield return ("StoreWords512", """
            internal static void StoreWords512(Vector512<int> words, ref byte target, int count)
            {
                KernelMethods.StoreWords256(words.GetLower(), ref target, count);
                KernelMethods.StoreWords256(words.GetUpper(), ref Unsafe.Add(ref target, 32), count - 8);
            }
            """);
    }
}
