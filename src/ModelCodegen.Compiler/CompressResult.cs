using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler;

/// <summary>A compiled network.</summary>
/// <param name="Plan">What the generator needs.</param>
/// <param name="Weights">The weight resource.</param>
/// <param name="Graph">The compressed network, for export and inspection.</param>
/// <param name="Warnings">What the user should know.</param>
/// <param name="ExternalFiles">The files beside the model that hold its tensors.</param>
public sealed record CompressResult(
    NetworkPlan Plan, byte[] Weights, Graph Graph, IReadOnlyList<Diagnostic> Warnings, IReadOnlyList<string> ExternalFiles);
