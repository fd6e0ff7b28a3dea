using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ModelCodegen.Generator.Emit;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator;

/// <summary>Writes a class for every plan among the additional files.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    private const string PlanEnding = ".plan.xml";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ParsedPlan> plans = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(PlanEnding, StringComparison.OrdinalIgnoreCase))
            .Select(static (file, cancel) => ParsedPlan.Parse(file.Path, file.GetText(cancel)?.ToString() ?? ""))
            .WithTrackingName(TrackingNames.Parse);

        IncrementalValueProvider<EmitOptions> options = context.AnalyzerConfigOptionsProvider.Select(static (provider, _) => EmitOptions.Of(provider.GlobalOptions));

        IncrementalValueProvider<ImmutableArray<EmittedNetwork>> networks = plans
            .Where(static parsed => parsed.Plan is not null)
            .Combine(options)
            .Select(static (pair, _) => Emit(pair.Left.Path, pair.Left.Plan!, pair.Right))
            .WithTrackingName(TrackingNames.Emit)
            .Collect()
            .Select(static (all, _) => all.Sort())
            .WithComparer(SequenceComparer.Instance)
            .WithTrackingName(TrackingNames.Sort);

        IncrementalValueProvider<CompilerAbilities> abilities = context.CompilationProvider
            .Combine(context.ParseOptionsProvider)
            .Select(static (pair, _) => CompilerAbilities.Of(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Abilities);

        context.RegisterSourceOutput(plans.Where(static parsed => parsed.Plan is null), static (output, parsed) =>
            output.ReportDiagnostic(Diagnostic.Create(Diagnostics.UnreadablePlan, At(parsed.Path), FileName(parsed.Path), parsed.Problem)));
        context.RegisterSourceOutput(networks.Combine(abilities), static (output, pair) => Add(output, pair.Left, pair.Right));
    }

    private static EmittedNetwork Emit(string path, NetworkPlan plan, EmitOptions options)
    {
        string fullName = plan.FullName;
        string hintName = fullName.Replace("@", "") + ".g.cs";
        try
        {
            string source = NetworkEmitter.Emit(plan, options);
            return new EmittedNetwork(fullName, hintName, source, path, options.AllowUnsafe && plan.WeightBytes > 0);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Validation should have found it; the user is better served by the plan's name than by a crashed generator.
            return new EmittedNetwork(fullName, hintName, "", path, NeedsUnsafe: false, exception.Message);
        }
    }

    private static void Add(SourceProductionContext output, ImmutableArray<EmittedNetwork> networks, CompilerAbilities abilities)
    {
        foreach (IGrouping<string, EmittedNetwork> group in networks.GroupBy(static n => n.HintName, StringComparer.OrdinalIgnoreCase))
        {
            EmittedNetwork network = group.First();
            if (network.Problem.Length > 0)
            {
                output.ReportDiagnostic(Diagnostic.Create(Diagnostics.UnreadablePlan, At(network.Path), FileName(network.Path), network.Problem));
            }
            else if (abilities.Lack(network) is { } lack)
            {
                output.ReportDiagnostic(Diagnostic.Create(Diagnostics.UnsupportedProject, At(network.Path), network.FullName, lack));
            }
            else if (group.Count() > 1)
            {
                string files = string.Join(", ", group.Select(static n => FileName(n.Path)));
                output.ReportDiagnostic(Diagnostic.Create(Diagnostics.DuplicateClass, At(network.Path), network.FullName, files));
            }
            else
            {
                output.AddSource(network.HintName, SourceText.From(network.Source, Encoding.UTF8));
            }
        }
    }

    private static Microsoft.CodeAnalysis.Location At(string path) => Microsoft.CodeAnalysis.Location.Create(path, default, default);

    private static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
