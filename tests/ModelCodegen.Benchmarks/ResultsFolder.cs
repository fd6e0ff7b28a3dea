using System.Reflection;

namespace ModelCodegen.Benchmarks;

/// <summary>Where charts are kept: a folder per processor, by default in the benchmark project's <c>results</c>.</summary>
/// <param name="Path">The folder of all processors' results.</param>
internal sealed record ResultsFolder(string Path)
{
    /// <summary>The benchmark project's.</summary>
    public static string Default { get; } = System.IO.Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Project").Value!, "results");

    /// <summary>Writes a file of this processor's results and says where it is.</summary>
    public void Write(string file, string text)
    {
        string folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, Processor.FolderName)).FullName;
        string path = System.IO.Path.Combine(folder, file);
        File.WriteAllText(path, text);
        Console.WriteLine($"chart: {path}");
    }
}
