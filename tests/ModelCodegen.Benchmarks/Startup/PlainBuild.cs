using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelCodegen.Benchmarks.Startup;

/// <summary>Compiles programs as a project in Release would: the JIT does the rest, with the runtime's settings at their defaults.</summary>
internal static class PlainBuild
{
    /// <summary>Compiles a program into a folder.</summary>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    public static StartupProgram Compile(ProgramSource source, string folder)
    {
        Directory.CreateDirectory(folder);
        string assembly = Path.Combine(folder, source.Name + ".dll");
        var compilation = CSharpCompilation.Create(
            source.Name,
            source.Code.Select(file => CSharpSyntaxTree.ParseText(file.Value, path: file.Key)),
            [.. Basic.Reference.Assemblies.Net80.References.All, .. source.ManagedLibraries.Select(path => MetadataReference.CreateFromFile(path))],
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        ImmutableArray<Diagnostic> diagnostics;
        using (FileStream file = File.Create(assembly))
        {
            diagnostics = compilation.Emit(
                file,
                manifestResources: source.Resources.Select(resource => new ResourceDescription(resource.Key, () => new MemoryStream(resource.Value), isPublic: true))).Diagnostics;
        }

        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidOperationException($"{source.Name}: {error}");
        }

        File.WriteAllText(
            Path.ChangeExtension(assembly, ".runtimeconfig.json"),
            $$"""{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version.Major}}.0.0" } } }""");
        foreach (string library in source.Libraries)
        {
            File.Copy(library, Path.Combine(folder, Path.GetFileName(library)));
        }

        return new StartupProgram(assembly);
    }
}
