using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelCodegen.Benchmarks;

/// <summary>The processor that everything is measured on.</summary>
internal static partial class Processor
{
    /// <summary>The instruction set that int8 kernels run on, of those that .NET shows.</summary>
    public static string Tier => AvxVnni.IsSupported ? "AVX-VNNI" : Avx512BW.IsSupported ? "AVX-512BW" : Avx2.IsSupported ? "AVX2" : "Vector128";

    /// <summary>What the processor calls itself; its architecture where it tells nothing.</summary>
    public static string Name { get; } = X86Base.IsSupported && Brand() is { Length: > 0 } brand ? brand : RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The folder of its results: <c>amd-epyc-avx-512bw</c>.</summary>
    public static string FolderName => Separators().Replace($"{Name} {Tier}".ToLowerInvariant(), "-").Trim('-');

    // Leaves 0x80000002 to 0x80000004 of CPUID hold 16 characters each.
    private static string Brand()
    {
        const int First = unchecked((int)0x80000002);
        if ((uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < 0x80000004)
        {
            return "";
        }

        var bytes = new List<byte>();
        for (int leaf = First; leaf < First + 3; leaf++)
        {
            (int a, int b, int c, int d) = X86Base.CpuId(leaf, 0);
            bytes.AddRange(MemoryMarshal.AsBytes<int>(new[] { a, b, c, d }));
        }

        return Encoding.ASCII.GetString([.. bytes.TakeWhile(character => character != 0)]).Trim();
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Separators();
}
