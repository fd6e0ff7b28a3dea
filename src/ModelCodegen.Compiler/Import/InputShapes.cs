using System.Collections.Immutable;
using System.Globalization;
using ModelCodegen.Compiler.Diagnostics;

namespace ModelCodegen.Compiler.Import;

/// <summary>Shapes of inputs and values of named dimensions that the user pins: <c>x:1x3x48x320;y:1x7;N=4</c>.</summary>
/// <param name="Inputs">Whole shapes, by the input's name.</param>
/// <param name="Dimensions">Extents, by the dimension's name.</param>
public sealed record InputShapes(ImmutableSortedDictionary<string, ImmutableArray<int>> Inputs, ImmutableSortedDictionary<string, int> Dimensions)
{
    /// <summary>Nothing is pinned.</summary>
    public static readonly InputShapes None = new InputShapes(
        ImmutableSortedDictionary.Create<string, ImmutableArray<int>>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));

    /// <summary>
    /// Reads a list separated by semicolons: <c>input:extents</c> (split at the last colon, as names may hold one; a
    /// scalar has no extents) or <c>dimension=extent</c> (split at the last equals sign).
    /// </summary>
    /// <exception cref="CompilationException">An entry is malformed or stands there twice; all such entries are listed.</exception>
    public static InputShapes Parse(string text)
    {
        var inputs = None.Inputs.ToBuilder();
        var dimensions = None.Dimensions.ToBuilder();
        var errors = new List<Diagnostic>();
        foreach (string entry in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = entry.LastIndexOf(':');
            int equals = entry.LastIndexOf('=');
            bool valid = colon > equals
                ? colon > 0 && ParseExtents(entry[(colon + 1)..]) is { } extents && inputs.TryAdd(entry[..colon].Trim(), extents)
                : equals > 0 && ParseExtent(entry[(equals + 1)..]) is { } extent && dimensions.TryAdd(entry[..equals].Trim(), extent);
            if (!valid)
            {
                errors.Add(new Diagnostic(
                    DiagnosticCode.OptionInvalid,
                    Severity.Error,
                    $"InputShapes: '{entry}' is no new 'input:1x3x224x224' and no new 'dimension=4' with extents of at least 1."));
            }
        }

        return errors.Count > 0 ? throw new CompilationException(errors) : new InputShapes(inputs.ToImmutable(), dimensions.ToImmutable());
    }

    /// <summary>The list that <see cref="Parse"/> reads, sorted by name; empty where nothing is pinned.</summary>
    public override string ToString() => string.Join(
        ";",
        Inputs.Select(input => $"{input.Key}:{string.Join("x", input.Value)}").Concat(Dimensions.Select(dimension => $"{dimension.Key}={dimension.Value}")));

    private static ImmutableArray<int>? ParseExtents(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        int?[] extents = [.. text.Split('x').Select(ParseExtent)];
        return extents.Contains(null) ? null : [.. extents.Select(extent => extent!.Value)];
    }

    private static int? ParseExtent(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int extent) && extent > 0 ? extent : null;
}
