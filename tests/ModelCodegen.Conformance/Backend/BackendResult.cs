namespace ModelCodegen.Conformance.Backend;

/// <summary>How a test ended.</summary>
/// <param name="Name">The test.</param>
/// <param name="Failure">What went wrong; <see langword="null"/> where it passed.</param>
/// <param name="IsFolded">Whether nothing of the inputs was left to compute at run time.</param>
/// <param name="Operators">The model's operators.</param>
internal sealed record BackendResult(string Name, string? Failure, bool IsFolded, IReadOnlyList<string> Operators);
