namespace ModelCodegen.Compiler.Report;

/// <summary>An input or output of the network.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Type">The elements' type in C#.</param>
/// <param name="Shape">The dimensions.</param>
public sealed record PortReport(string Name, string Type, IReadOnlyList<int> Shape);
