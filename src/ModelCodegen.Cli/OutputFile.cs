namespace ModelCodegen.Cli;

/// <summary>Writes files whole or not at all, and leaves a file that is right already untouched.</summary>
internal static class OutputFile
{
    /// <summary>Writes beside the target, then moves: whoever is killed in between leaves the old file.</summary>
    public static void WriteIfDifferent(string path, byte[] content)
    {
        if (File.Exists(path) && new FileInfo(path).Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return;
        }

        string temporary = path + "." + Path.GetRandomFileName() + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
