using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler;

/// <summary>A compiled network.</summary>
/// <param name="Plan">What the generator needs.</param>
/// <param name="Weights">The weight resource.</param>
/// <param name="Compressed">The compressed network and what it was made from.</param>
/// <param name="Warnings">What the user should know.</param>
/// <param name="ExternalFiles">The files beside the model that hold its tensors.</param>
public sealed record CompressResult(
    NetworkPlan Plan, byte[] Weights, Compressed Compressed, IReadOnlyList<Diagnostic> Warnings, IReadOnlyList<string> ExternalFiles)
{
    /// <summary>The compressed network itself, for export and inspection.</summary>
    public Graph Graph => Compressed.Graph;
}
