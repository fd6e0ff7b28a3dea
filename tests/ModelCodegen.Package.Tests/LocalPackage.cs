using System.Reflection;

namespace ModelCodegen.Package.Tests;

/// <summary>The package, packed from the sources once per run; its version is that of its sources, so that no cache holds another.</summary>
internal static class LocalPackage
{
    private static readonly Lazy<string> Packed = new Lazy<string>(Pack);

    /// <summary>The repository's root.</summary>
    public static string Repository { get; } =
        typeof(LocalPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!;

    /// <summary>The package's version.</summary>
    public static string Version => Packed.Value;

    /// <summary>The folder that holds the package.</summary>
    public static string Feed => Path.Combine(Repository, "build", "feed");

    private static string Pack()
    {
        string log = Path.Combine(Path.GetTempPath(), $"modelcodegen-pack-{Environment.ProcessId}.binlog");
        CommandResult result = DotNet.Run(
            Repository, "msbuild", "build/PackLocal.targets", "-t:PackModelCodegenLocally", "-getProperty:ModelCodegenVersion", $"-bl:{log}") with { Log = log };
        string version = result.Output.Trim().Split('\n')[^1].Trim();
        result.Require(result.ExitCode == 0 && File.Exists(Path.Combine(Feed, $"ModelCodegen.{version}.nupkg")), "should have packed");
        File.Delete(log);
        return version;
    }
}
