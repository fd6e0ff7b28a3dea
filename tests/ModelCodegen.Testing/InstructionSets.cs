using System.Runtime.Intrinsics.X86;

namespace ModelCodegen.Testing;

/// <summary>The instruction sets of this machine that concern kernels, as crossgen names them.</summary>
public static class InstructionSets
{
    /// <summary>All of them: the runtime refuses code for other machines than its own.</summary>
    public static string OfThisMachine =>
        (Avx512BW.IsSupported ? "x86-64-v4" : Avx2.IsSupported ? "x86-64-v3" : "x86-64-v2") + (AvxVnni.IsSupported ? ",avxvnni" : "");
}
