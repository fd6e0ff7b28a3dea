extern alias generator;

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Generator = generator::ModelCodegen.Generator.NetworkGenerator;

namespace ModelCodegen.Testing;

/// <summary>Runs the generator over plans, again and again with other plans if wanted.</summary>
public sealed class GeneratorRun
{
    private readonly CSharpParseOptions parse;
    private readonly Dictionary<string, PlanFile> files = [];
    private GeneratorDriver driver;

    /// <summary>Prepares a run; no plan is read yet.</summary>
    /// <param name="options">The project's properties, as <c>ModelCodegenUnsafe</c>.</param>
    /// <param name="language">The project's language version.</param>
    /// <param name="allowUnsafe">The project's <c>AllowUnsafeBlocks</c>.</param>
    /// <param name="net80">References of .NET 8 instead of those of the running .NET.</param>
    /// <param name="sources">The project's own files.</param>
    public GeneratorRun(
        IReadOnlyDictionary<string, string>? options = null,
        LanguageVersion language = LanguageVersion.CSharp12,
        bool allowUnsafe = true,
        bool net80 = true,
        params string[] sources)
    {
        parse = new CSharpParseOptions(language, DocumentationMode.Diagnose);
        Compilation = CSharpCompilation.Create(
            "Generated" + Guid.NewGuid().ToString("N"),
            sources.Select(source => CSharpSyntaxTree.ParseText(source, parse)),
            net80 ? Basic.Reference.Assemblies.Net80.References.All : RunningReferences(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: allowUnsafe,
                generalDiagnosticOption: ReportDiagnostic.Error,
                warningLevel: 9999,
                nullableContextOptions: NullableContextOptions.Enable));
        driver = CSharpGeneratorDriver.Create(
            [new Generator().AsSourceGenerator()],
            parseOptions: parse,
            optionsProvider: new ProjectOptions(options ?? ImmutableDictionary<string, string>.Empty),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    /// <summary>The project without generated code.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The project with generated code.</summary>
    public CSharpCompilation Output { get; private set; } = null!;

    /// <summary>What the generator did last.</summary>
    public GeneratorRunResult Result { get; private set; }

    /// <summary>Runs over plans in this order, by file name.</summary>
    public GeneratorRun Run(params (string Name, string Text)[] plans)
    {
        // A file whose text is the same stays the same object, as in a compiler server.
        List<AdditionalText> texts = [];
        foreach ((string name, string text) in plans)
        {
            if (!files.TryGetValue(name, out PlanFile? file) || file.Text != text)
            {
                files[name] = file = new PlanFile(name, text);
            }

            texts.Add(file);
        }

        driver = driver.ReplaceAdditionalTexts([.. texts]).RunGeneratorsAndUpdateCompilation(Compilation, out Compilation output, out _);
        Output = (CSharpCompilation)output;
        Result = driver.GetRunResult().Results.Single();
        return this;
    }

    /// <summary>The reasons with which a tracked step gave its outputs.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string trackingName) =>
        [.. Result.TrackedSteps[trackingName].SelectMany(step => step.Outputs).Select(output => output.Reason)];

    private static IEnumerable<MetadataReference> RunningReferences() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
}
