using System.Diagnostics;
using System.Reflection;

namespace ModelCodegen.Benchmarks;

/// <summary>Whether this program was compiled with optimizations.</summary>
internal static class Optimized
{
    public static bool IsTrue =>
        typeof(Optimized).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };
}
