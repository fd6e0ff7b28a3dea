using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Writes C# line by line. Code is written with short type names. In the network's class, which stands in the consumer's
/// namespace, the writer puts <c>global::</c> and the namespace before those it knows, so that nothing in the consumer's
/// project can capture them; the kernels stand in a namespace of their own, where directives do the same at less length.
/// </summary>
/// <param name="qualify">Whether names are written in full.</param>
internal sealed class IndentedWriter(bool qualify = true)
{
    /// <summary>The namespace of the kernels.</summary>
    public const string KernelNamespace = "ModelCodegen.Generated";

    private static readonly Dictionary<string, string> Namespaces = new()
    {
        ["KernelMethods"] = KernelNamespace,
        ["Vector128"] = "System.Runtime.Intrinsics",
        ["Vector256"] = "System.Runtime.Intrinsics",
        ["Vector512"] = "System.Runtime.Intrinsics",
        ["AdvSimd"] = "System.Runtime.Intrinsics.Arm",
        ["Sse"] = "System.Runtime.Intrinsics.X86",
        ["Sse2"] = "System.Runtime.Intrinsics.X86",
        ["Avx"] = "System.Runtime.Intrinsics.X86",
        ["Avx2"] = "System.Runtime.Intrinsics.X86",
        ["PackedSimd"] = "System.Runtime.Intrinsics.Wasm",
        ["Dp"] = "System.Runtime.Intrinsics.Arm",
        ["AvxVnni"] = "System.Runtime.Intrinsics.X86",
        ["Avx512F"] = "System.Runtime.Intrinsics.X86",
        ["Avx512Vbmi"] = "System.Runtime.Intrinsics.X86",
        ["Avx512BW"] = "System.Runtime.Intrinsics.X86",
        ["Fma"] = "System.Runtime.Intrinsics.X86",
        ["Unsafe"] = "System.Runtime.CompilerServices",
        ["MethodImpl"] = "System.Runtime.CompilerServices",
        ["MethodImplOptions"] = "System.Runtime.CompilerServices",
        ["Marshal"] = "System.Runtime.InteropServices",
        ["MemoryMarshal"] = "System.Runtime.InteropServices",
        ["GeneratedCode"] = "System.CodeDom.Compiler",
        ["IDisposable"] = "System",
        ["BitConverter"] = "System",
        ["MemoryExtensions"] = "System",
        ["MidpointRounding"] = "System",
        ["BitOperations"] = "System.Numerics",
        ["Vector"] = "System.Numerics",
        ["IBinaryInteger"] = "System.Numerics",
        ["IBitwiseOperators"] = "System.Numerics",
        ["IFloatingPointIeee754"] = "System.Numerics",
        ["IMinMaxValue"] = "System.Numerics",
        ["INumber"] = "System.Numerics",
        ["INumberBase"] = "System.Numerics",
        ["Half"] = "System",
        ["Span"] = "System",
        ["ReadOnlySpan"] = "System",
        ["GC"] = "System",
        ["MathF"] = "System",
        ["Math"] = "System",
        ["IntPtr"] = "System",
        ["ArgumentException"] = "System",
        ["ArgumentOutOfRangeException"] = "System",
        ["InvalidOperationException"] = "System",
        ["ObjectDisposedException"] = "System",
        ["Exception"] = "System",
        ["UnmanagedMemoryStream"] = "System.IO",
        ["Stream"] = "System.IO",
        ["Thread"] = "System.Threading",
        ["Volatile"] = "System.Threading",
        ["Interlocked"] = "System.Threading",
        ["SemaphoreSlim"] = "System.Threading",
        ["SpinWait"] = "System.Threading",
    };

    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>The namespaces of all types that code names.</summary>
    public static IEnumerable<string> UsedNamespaces => Namespaces.Values.Where(static n => n != KernelNamespace).Distinct().OrderBy(static n => n, System.StringComparer.Ordinal);

    /// <summary>Writes lines of code at the present depth.</summary>
    public void Line(string code = "")
    {
        foreach (string line in code.Split('\n'))
        {
            Raw(qualify ? Qualify(line) : line);
        }
    }

    /// <summary>Writes one line as it is: comments, strings, directives.</summary>
    public void Raw(string line)
    {
        if (line.Length > 0)
        {
            text.Append(' ', line[0] == '#' ? 0 : depth * 4).Append(line);
        }

        text.Append('\n');
    }

    /// <summary>Opens a block after an optional head.</summary>
    public void Open(string head = "")
    {
        if (head.Length > 0)
        {
            Line(head);
        }

        Raw("{");
        depth++;
    }

    /// <summary>Closes a block.</summary>
    public void Close()
    {
        depth--;
        Raw("}");
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private static string Qualify(string line)
    {
        var result = new StringBuilder(line.Length + 64);
        int i = 0;
        while (i < line.Length)
        {
            int start = i;
            while (i < line.Length && (char.IsLetterOrDigit(line[i]) || line[i] is '_' or '@'))
            {
                i++;
            }

            if (i == start)
            {
                result.Append(line[i++]);
                continue;
            }

            string word = line.Substring(start, i - start);
            bool member = start > 0 && line[start - 1] is '.' or ':';
            if (!member && Namespaces.TryGetValue(word, out string? space))
            {
                result.Append("global::").Append(space).Append('.');
            }

            result.Append(word);
        }

        return result.ToString();
    }
}
