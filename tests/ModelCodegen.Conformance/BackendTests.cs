using ModelCodegen.Conformance.Backend;

namespace ModelCodegen.Conformance;

/// <summary>ONNX's backend tests, the whole way: exactly those fail that <c>Backend/known-failures.txt</c> lists.</summary>
public sealed class BackendTests
{
    private static readonly Dictionary<string, string> Known = Summary.Known();

    [Theory]
    [InlineData("node", 820)]
    [InlineData("simple", 7)]
    public void Exactly_the_listed_tests_fail(string group, int leastPassed)
    {
        IReadOnlyList<BackendResult> results = BackendSuite.Run(group, _ => { });
        string[] unlisted = [.. results.Where(result => result.Failure is not null && !Known.ContainsKey(result.Name)).Select(result => $"{result.Name}: {result.Failure}")];
        string[] healed = [.. results.Where(result => result.Failure is null && Known.ContainsKey(result.Name)).Select(result => result.Name)];
        Assert.True(unlisted.Length == 0, "These fail and are not listed: " + string.Join(Environment.NewLine, unlisted));
        Assert.True(healed.Length == 0, "These are listed and pass: " + string.Join(", ", healed));
        if (group == "node")
        {
            string readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).Replace("\r\n", "\n", StringComparison.Ordinal);
            Assert.True(
                readme.Contains(OperatorTable.Make(results), StringComparison.Ordinal),
                "The README's table of operators is not what `dotnet run --project tests/ModelCodegen.Conformance -c Release -- operators` prints.");
        }

        Assert.InRange(results.Count(result => result.Failure is null), leastPassed, results.Count);
    }

    [Fact]
    public void Every_listed_test_exists_and_has_a_reason()
    {
        HashSet<string> names = [.. Summary.Groups.SelectMany(BackendTest.All).Select(test => test.Name)];
        Assert.All(Known, known => Assert.True(names.Contains(known.Key) && known.Value.Length > 10, $"{known.Key} {known.Value}"));
    }
}
