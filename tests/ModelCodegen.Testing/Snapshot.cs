using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ModelCodegen.Testing;

/// <summary>
/// Compares text with a file beside the test, by Verify's conventions: what was accepted is <c>Class.Method.verified.ext</c>,
/// what differs is left as <c>.received.ext</c> for comparison.
/// </summary>
public static partial class Snapshot
{
    /// <summary>Verifies a text.</summary>
    /// <param name="text">What the test made.</param>
    /// <param name="extension">The file's ending.</param>
    /// <param name="name">Tells several snapshots of one test apart.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="method">Filled in by the compiler.</param>
    public static void Verify(string text, string extension = "txt", string name = "", [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string scrubbed = Version().Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal), "{version}");
        string stem = Path.Combine(
            Path.GetDirectoryName(file)!,
            "Snapshots",
            Path.GetFileNameWithoutExtension(file) + "." + method + (name.Length > 0 ? "_" + name : ""));
        string verified = stem + ".verified." + extension;
        string received = stem + ".received." + extension;
        if (File.Exists(verified) && File.ReadAllText(verified).Replace("\r\n", "\n", StringComparison.Ordinal) == scrubbed)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(stem)!);
        File.WriteAllText(received, scrubbed);
        throw new InvalidOperationException($"'{received}' differs from '{Path.GetFileName(verified)}'. If it is right, rename it.");
    }

    [GeneratedRegex(@"\b\d+\.\d+\.\d+(-[0-9A-Za-z.\-]+)?(\+[0-9A-Za-z]+)?\b")]
    private static partial Regex Version();
}
