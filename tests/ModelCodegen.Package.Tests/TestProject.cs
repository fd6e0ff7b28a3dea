using System.Security;
using System.Text;

namespace ModelCodegen.Package.Tests;

/// <summary>A user's project in a temporary folder, which references the packed package.</summary>
internal sealed class TestProject : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("modelcodegen-package-").FullName;
    private readonly string framework;
    private int builds;

    /// <summary>Creates the project, with a small network in <c>models/net.onnx</c> and four samples for it in <c>data/x.npy</c>.</summary>
    /// <param name="models">The <c>OnnxModel</c> items.</param>
    /// <param name="program">The program.</param>
    /// <param name="properties">Properties for the project file.</param>
    /// <param name="name">The project's name.</param>
    /// <param name="folder">Its folder, below a temporary one.</param>
    /// <param name="frameworks">The target frameworks.</param>
    public TestProject(string models, string program, string properties = "", string name = "App", string folder = "app", string frameworks = "net10.0")
    {
        Folder = Directory.CreateDirectory(Path.Combine(root, folder)).FullName;
        Name = name;
        framework = frameworks;
        string element = frameworks.Contains(';') ? "TargetFrameworks" : "TargetFramework";
        WriteText(name + ".csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <{element}>{frameworks}</{element}>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ModelCodegen" Version="{LocalPackage.Version}" PrivateAssets="all" />
              </ItemGroup>
              <Import Project="models.props" />
            </Project>
            """);
        WriteText("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="modelcodegen-test" value="{SecurityElement.Escape(LocalPackage.Feed)}" />
              </packageSources>
            </configuration>
            """);
        SetModels(models);
        WriteText("Program.cs", program);
        WriteBytes("models/net.onnx", SmallModels.Dense());
        WriteBytes("data/x.npy", SmallModels.Npy(4, 8));
    }

    /// <summary>The project's folder.</summary>
    public string Folder { get; }

    /// <summary>The project's name.</summary>
    public string Name { get; }

    /// <summary>The project file.</summary>
    public string File => At(Name + ".csproj");

    /// <summary>A path below the project's folder.</summary>
    public string At(string path) => Path.Combine(Folder, path);

    /// <summary>An output of the model compression.</summary>
    public string Output(string file, string configuration = "Release") => At($"obj/{configuration}/{framework}/modelcodegen/{file}");

    /// <summary>The compiled assembly before it is copied.</summary>
    public string Assembly(string configuration = "Release") => At($"obj/{configuration}/{framework}/{Name}.dll");

    /// <summary>All files that the model compression left.</summary>
    public string[] Outputs(string configuration = "Release")
    {
        string folder = At($"obj/{configuration}/{framework}/modelcodegen");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>Sets the project's <c>OnnxModel</c> items.</summary>
    public void SetModels(string models) => WriteText("models.props", $"<Project>\n  <ItemGroup>\n{models}\n  </ItemGroup>\n</Project>\n");

    /// <summary>Writes a file of the project.</summary>
    public void WriteText(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file of the project.</summary>
    public void WriteBytes(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        System.IO.File.WriteAllBytes(At(path), content);
    }

    /// <summary>Copies a file of the sample app.</summary>
    public void AddSample(string path) => WriteBytes(path, System.IO.File.ReadAllBytes(Path.Combine(LocalPackage.Repository, "sample-app", path)));

    /// <summary>Runs <c>dotnet build</c>, in Release unless told otherwise.</summary>
    public CommandResult Build(params string[] arguments) => Run(["build", "-nologo", "-tl:off", "-v:minimal", .. Configuration(arguments), .. arguments]);

    /// <summary>Runs the build that editors run to learn the compiler's arguments; gives these and the additional files as JSON.</summary>
    public CommandResult DesignTimeBuild() => Run(
        "msbuild", "-nologo", "-tl:off", "-t:Compile;CoreCompile", "-p:Configuration=Release", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true",
        "-getItem:AdditionalFiles", "-getItem:CscCommandLineArgs");

    /// <summary>Runs a command of <c>dotnet</c> that builds; its binary log is kept when it does not end as the test requires.</summary>
    public CommandResult Run(params string[] arguments)
    {
        string log = Path.Combine(root, $"build{++builds}.binlog");
        return DotNet.Run(Folder, [.. arguments, $"-bl:{log}"]) with { Log = log };
    }

    /// <summary>Runs the built program and gives what it printed.</summary>
    public string RunProgram(string configuration = "Release", string? targetFramework = null)
    {
        string program = At($"bin/{configuration}/{targetFramework ?? framework}/{Name}.dll");
        return DotNet.Run(Folder, "exec", "--roll-forward", "Major", program).Succeeded().Output.ReplaceLineEndings("\n").Trim();
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string[] Configuration(string[] arguments) => arguments.Contains("-c") ? [] : ["-c", "Release"];
}
