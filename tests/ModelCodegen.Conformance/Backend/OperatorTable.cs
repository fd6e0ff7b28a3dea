using System.Globalization;
using System.Text;
using ModelCodegen.Compiler.Import.Operators;

namespace ModelCodegen.Conformance.Backend;

/// <summary>The README's table of operators, made of what the importer knows and of the backend tests' results.</summary>
internal static class OperatorTable
{
    private const int NewestOpset = 26;

    /// <summary>The table as Markdown.</summary>
    /// <param name="results">The backend tests of the group <c>node</c>.</param>
    public static string Make(IReadOnlyList<BackendResult> results)
    {
        ILookup<string, BackendResult> tests = results.Where(result => result.Operators.Count == 1).ToLookup(result => result.Operators[0], StringComparer.Ordinal);
        var table = new StringBuilder("| operator | opsets | float | int8 | backend tests passed |\n|---|---|---|---|---|\n");
        foreach (IGrouping<(string, string, string, string), OperatorEntry> row in OperatorRegistry.Entries.GroupBy(entry => Row(entry, tests[Name(entry)])))
        {
            (string opsets, string real, string bytes, string passed) = row.Key;
            table.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", row.Select(Name))} | {opsets} | {real} | {bytes} | {passed} |\n");
        }

        return table.ToString();
    }

    private static string Name(OperatorEntry entry) => entry.Domain.Length > 0 ? $"{entry.Domain}.{entry.Name}" : entry.Name;

    private static (string Opsets, string Float, string Int8, string Passed) Row(OperatorEntry entry, IEnumerable<BackendResult> tests)
    {
        BackendResult[] all = [.. tests];
        return (
            entry.Domain.Length > 0 ? "1" : string.Create(CultureInfo.InvariantCulture, $"{entry.Since}-{NewestOpset}"),
            entry.Bytes == ByteForm.Folded ? "folded" : "yes",
            entry.Bytes switch
            {
                ByteForm.Integer => "yes",
                ByteForm.Table => "table",
                ByteForm.Moved => "moved",
                ByteForm.Folded => "folded",
                _ => "float",
            },
            all.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{all.Count(test => test.Failure is null)} of {all.Length}"));
    }
}
