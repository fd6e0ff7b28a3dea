using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Networks inside of nodes.</summary>
internal static class BodyEvaluation
{
    /// <summary>The outputs of a network, in order.</summary>
    public static ImmutableArray<Tensor> Run(Graph body, IEnumerable<Tensor?> inputs, CancellationToken cancel)
    {
        Dictionary<string, Tensor> values = body.Inputs.Zip(inputs).ToDictionary(pair => pair.First, pair => pair.Second!, StringComparer.Ordinal);
        IReadOnlyDictionary<string, Tensor> outputs = ReferenceEvaluator.Run(body, values, ct: cancel);
        return [.. body.Outputs.Select(output => outputs[output])];
    }
}
