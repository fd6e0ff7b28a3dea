namespace ModelCodegen.Conformance.Backend;

/// <summary>Counts the backend tests and holds them against the list of those that are known to fail.</summary>
internal static class Summary
{
    /// <summary>The groups of ONNX's backend tests.</summary>
    public static readonly IReadOnlyList<string> Groups = ["node", "simple"];

    /// <summary>Prints a line per group, and what differs from the list; 0 where nothing does.</summary>
    /// <param name="arguments">A text that tests' names must contain, or none; <c>--write</c> prints lines for the list.</param>
    public static int Print(string[] arguments)
    {
        string filter = arguments.FirstOrDefault(argument => argument[0] != '-') ?? "";
        Dictionary<string, string> known = Known();
        int surprises = 0;
        foreach (string group in Groups)
        {
            IReadOnlyList<BackendResult> results = BackendSuite.Run(group, Console.Error.WriteLine, filter);
            BackendResult[] passed = [.. results.Where(result => result.Failure is null)];
            BackendResult[] failed = [.. results.Where(result => result.Failure is not null && !known.ContainsKey(result.Name))];
            BackendResult[] healed = [.. passed.Where(result => known.ContainsKey(result.Name))];
            foreach (BackendResult result in failed)
            {
                string failure = result.Failure!.Split('\n')[0];
                Console.WriteLine($"{result.Name} {(failure.Length > 300 ? failure[..300] : failure)}");
            }

            foreach (BackendResult result in healed)
            {
                Console.WriteLine($"{result.Name} is listed as failing, and passes");
            }

            surprises += failed.Length + healed.Length;
            Console.WriteLine($"{group}: {passed.Length} passed, {results.Count - passed.Length - failed.Length} known, {failed.Length} failed");
            Console.WriteLine($"of which {passed.Count(result => result.IsFolded)} folded");
        }

        return surprises == 0 ? 0 : 1;
    }

    /// <summary>The tests that do not pass, with the reason.</summary>
    public static Dictionary<string, string> Known() =>
        ListFile.Read("known-failures.txt").ToDictionary(words => words[0], words => words[1], StringComparer.Ordinal);
}
