using System;
using System.Diagnostics;
using System.IO;
using System.Runtime;

/// <summary>Tells the benchmark that started this program how far it is, by two lines of its output.</summary>
internal static class Report
{
    private static readonly Stream Output = Console.OpenStandardOutput();
    private static double jitMilliseconds;
    private static long jitMethods;

    /// <summary>The first result is there: the benchmark's clock stops at this line, which goes out without the console's text writer.</summary>
    public static void FirstResult()
    {
        Output.Write("first result\n"u8);
        jitMilliseconds = JitInfo.GetCompilationTime().TotalMilliseconds;
        jitMethods = JitInfo.GetCompiledMethodCount();
    }

    /// <summary>Peak memory in bytes; until the first result, the milliseconds in the JIT and the methods it compiled.</summary>
    public static void End() => Output.Write(System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{PeakBytes()} {jitMilliseconds} {jitMethods}\n")));

    private static long PeakBytes()
    {
        if (!OperatingSystem.IsLinux())
        {
            using Process self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }

        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
            {
                return 1024 * long.Parse(line.AsSpan("VmHWM:".Length, line.Length - "VmHWM: kB".Length));
            }
        }

        throw new InvalidOperationException("The kernel tells no peak of the resident memory.");
    }
}
