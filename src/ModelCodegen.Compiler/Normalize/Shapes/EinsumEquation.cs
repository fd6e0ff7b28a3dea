using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>
/// An equation of Einsum: a label, one character, for every dimension of the operands and of the result. The dimensions of
/// an ellipsis get labels that are no letters, the last one <see cref="Ellipsis"/>.
/// </summary>
/// <param name="Operands">The operands' labels.</param>
/// <param name="Result">The result's labels.</param>
internal sealed record EinsumEquation(ImmutableArray<string> Operands, string Result)
{
    private const char Ellipsis = '\u1000';

    /// <summary>Reads an equation for operands of these numbers of dimensions.</summary>
    /// <exception cref="ArgumentException">It is not legal, or does not fit them.</exception>
    public static EinsumEquation Parse(string equation, IReadOnlyList<int> ranks)
    {
        string[] sides = equation.Replace(" ", "", StringComparison.Ordinal).Split("->");
        string[] terms = sides[0].Split(',');
        if (sides.Length > 2 || terms.Length != ranks.Count)
        {
            throw new ArgumentException($"The equation '{equation}' is not for {ranks.Count} operands.");
        }

        ImmutableArray<string> operands = [.. terms.Select((term, i) => Labels(term, ranks[i] - term.Replace("...", "", StringComparison.Ordinal).Length))];
        int ellipsis = operands.Max(labels => labels.Count(label => label >= Ellipsis));
        string result = sides.Length == 2 ? Labels(sides[1], sides[1].Contains("...", StringComparison.Ordinal) ? ellipsis : 0) : Implicit(operands, ellipsis);
        return result.Distinct().Count() == result.Length && result.All(label => operands.Any(labels => labels.Contains(label)))
            ? new EinsumEquation(operands, result)
            : throw new ArgumentException($"The result of the equation '{equation}' names a label twice, or one that no operand has.");
    }

    // A label for every dimension of a term, whose ellipsis stands for so many.
    private static string Labels(string term, int ellipsis)
    {
        bool abbreviated = term.Contains("...", StringComparison.Ordinal);
        string letters = term.Replace("...", "", StringComparison.Ordinal);
        if (!letters.All(char.IsAsciiLetter) || term.Length - letters.Length > 3 || ellipsis < 0 || (ellipsis > 0 && !abbreviated))
        {
            throw new ArgumentException($"The term '{term}' is not legal, or does not fit its operand.");
        }

        return abbreviated ? term.Replace("...", Omitted(ellipsis), StringComparison.Ordinal) : term;
    }

    // Without an arrow: the ellipsis, then the letters that occur once, in alphabetical order.
    private static string Implicit(ImmutableArray<string> operands, int ellipsis)
    {
        IEnumerable<char> once = string.Concat(operands).Where(label => label < Ellipsis).GroupBy(label => label).Where(group => group.Count() == 1).Select(group => group.Key);
        return Omitted(ellipsis) + string.Concat(once.Order());
    }

    // Dimensions of an ellipsis align at the last one.
    private static string Omitted(int count) => string.Concat(Enumerable.Range(0, count).Select(i => (char)(Ellipsis + count - 1 - i)));
}
