using System.Diagnostics;
using System.Runtime.InteropServices;
using ModelCodegen.Testing;

namespace ModelCodegen.Benchmarks.Startup;

/// <summary>Publishes programs as ReadyToRun images for this machine's instruction set, by a project of their own.</summary>
internal static class ReadyToRunBuild
{
    /// <summary>Publishes a program into a folder.</summary>
    /// <exception cref="InvalidOperationException">The build failed; the message holds what it printed.</exception>
    public static StartupProgram Publish(ProgramSource source, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string file, string code) in source.Code)
        {
            File.WriteAllText(Path.Combine(folder, file), code);
        }

        foreach ((string resource, byte[] content) in source.Resources)
        {
            File.WriteAllBytes(Path.Combine(folder, resource), content);
        }

        string project = Path.Combine(folder, source.Name + ".csproj");
        File.WriteAllText(project, Project(source));
        string output = Path.Combine(folder, "published");
        var start = new ProcessStartInfo(StartupProgram.Host, ["publish", project, "-c", "Release", "-o", output, "-nologo", "-v:quiet"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? new StartupProgram(Path.Combine(output, source.Name + ".dll"))
            : throw new InvalidOperationException($"{source.Name} was not published:\n{printed}");
    }

    private static string Project(ProgramSource source) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
            <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <Nullable>enable</Nullable>
            <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
            <PublishReadyToRun>true</PublishReadyToRun>
            <PublishReadyToRunCrossgen2ExtraArgs>--instruction-set:{InstructionSets.OfThisMachine}</PublishReadyToRunCrossgen2ExtraArgs>
          </PropertyGroup>
          <ItemGroup>
            {string.Join('\n', source.Resources.Keys.Select(name => $"<EmbeddedResource Include=\"{name}\" LogicalName=\"{name}\" Type=\"Non-Resx\" WithCulture=\"false\" />"))}
            {string.Join('\n', source.ManagedLibraries.Select(path => $"<Reference Include=\"{path}\" />"))}
            {string.Join('\n', source.Libraries.Except(source.ManagedLibraries).Select(path => $"<None Include=\"{path}\" Link=\"{Path.GetFileName(path)}\" CopyToPublishDirectory=\"Always\" />"))}
          </ItemGroup>
        </Project>
        """;
}
