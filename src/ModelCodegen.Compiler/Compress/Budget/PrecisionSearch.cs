using System.Collections.Immutable;
using System.Globalization;
using ModelCodegen.Compiler.Compress.Quantization;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress.Budget;

/// <summary>
/// Finds a cheap mix of precisions that keeps the budget: the layers that disturb the outputs most for what they cost get 16-bit
/// activations, as many as the noise has to shrink by; if all of them do not suffice, float. Every mix is measured on all
/// validation data.
/// </summary>
internal sealed class PrecisionSearch
{
    // The drop is taken to grow with the noise's root; some room is left, because that is rough.
    private const double Reserve = 0.8;
    private const int RankedInMessage = 5;

    private readonly Func<Func<Node, Precision>, Compressed> compress;
    private readonly Validation validation;
    private readonly double budget;
    private readonly Action<string> log;
    private readonly CancellationToken cancellation;

    /// <summary>Prepares a search.</summary>
    /// <param name="compress">Compresses with a precision per node; what options ask for by name holds whatever the search says.</param>
    /// <param name="validation">Measures.</param>
    /// <param name="budget">The largest drop, in percentage points.</param>
    /// <param name="log">Takes a line per mix.</param>
    /// <param name="cancellation">Ends it early.</param>
    public PrecisionSearch(
        Func<Func<Node, Precision>, Compressed> compress, Validation validation, double budget, Action<string> log, CancellationToken cancellation)
    {
        this.compress = compress;
        this.validation = validation;
        this.budget = budget;
        this.log = log;
        this.cancellation = cancellation;
    }

    /// <summary>The cheapest mix that was found to hold.</summary>
    /// <param name="start">The precision of all layers to begin with.</param>
    /// <exception cref="CompilationException">None holds (<see cref="DiagnosticCode.AccuracyBudget"/>).</exception>
    public Compressed Run(Precision start)
    {
        Compressed compressed = Try([], [], start, "all layers in " + Name(start));
        Accuracy first = compressed.Accuracy!;
        if (first.Drop <= budget)
        {
            return compressed;
        }

        ImmutableArray<LayerSensitivity> ranking = Sensitivity.Rank(compressed.Reference!, compressed.Graph, validation.Inputs, cancellation);
        log("most sensitive for their cost: " + Describe(ranking));
        double all = ranking.Sum(layer => layer.Noise);
        double ratio = Reserve * budget / first.Drop;
        double target = all * ratio * ratio;
        for (int kept = 0; start == Precision.Int8 && kept < ranking.Length;)
        {
            kept = Math.Max(kept + 1, Count(ranking, target));
            Compressed mix = Try(ranking[..kept], [], start, kept == ranking.Length ? "all layers in int16x8" : $"{kept} of {ranking.Length} layers in int16x8");
            if (mix.Accuracy!.Drop <= budget)
            {
                return mix;
            }

            target /= 4;
        }

        // A network may have no layers with codes at all, and still have lost by pruning.
        for (int kept = Math.Min(1, ranking.Length); ; kept = Math.Min(2 * kept, ranking.Length))
        {
            Compressed mix = Try(ranking, ranking[..kept], start, kept == ranking.Length ? "all layers in float" : $"{kept} of {ranking.Length} layers in float, the others in int16x8");
            if (mix.Accuracy!.Drop <= budget)
            {
                return mix;
            }

            if (kept >= ranking.Length)
            {
                throw new CompilationException(
                    DiagnosticCode.AccuracyBudget,
                    string.Create(CultureInfo.InvariantCulture, $"MaxAccuracyDrop is {budget} points, but with all layers in {Name(start)} the network loses more: {first}. ")
                    + $"With all layers in float it still loses {mix.Accuracy.Drop.ToString("F2", CultureInfo.InvariantCulture)} points, so that it is not quantization alone. Most sensitive for their cost: {Describe(ranking)}.");
            }
        }
    }

    private Compressed Try(ImmutableArray<LayerSensitivity> shorts, ImmutableArray<LayerSensitivity> floats, Precision otherwise, string what)
    {
        HashSet<string> inShorts = [.. shorts.Select(layer => layer.Node)];
        HashSet<string> inFloats = [.. floats.Select(layer => layer.Node)];
        Compressed compressed = compress(node => inFloats.Contains(node.Name) ? Precision.Float : inShorts.Contains(node.Name) ? Precision.Int16x8 : otherwise);
        Accuracy accuracy = validation.Measure(compressed.Graph, cancellation);
        log($"{what}: {accuracy}");
        return compressed with { Accuracy = accuracy };
    }

    // How many layers to keep so that the noise of the others is at most that much.
    private static int Count(ImmutableArray<LayerSensitivity> ranking, double noise)
    {
        double left = ranking.Sum(layer => layer.Noise);
        int count = 0;
        while (count < ranking.Length && left > noise)
        {
            left -= ranking[count++].Noise;
        }

        return count;
    }

    private static string Describe(ImmutableArray<LayerSensitivity> ranking)
    {
        double all = Math.Max(double.Epsilon, ranking.Sum(layer => layer.Noise));
        return string.Join("; ", ranking.Take(RankedInMessage).Select(layer => string.Create(CultureInfo.InvariantCulture, $"{layer.Node} ({100 * layer.Noise / all:F1} % of the noise)")));
    }

    private static string Name(Precision precision) => precision switch
    {
        Precision.Int8 => "int8",
        Precision.Int16x8 => "int16x8",
        _ => "float",
    };
}
