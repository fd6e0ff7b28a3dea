using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize.Quantized;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>Brings graphs into the form that the later stages expect.</summary>
public static class Normalizer
{
    /// <summary>
    /// Infers shapes, computes what is constant, takes out what does nothing and puts together what exporters take
    /// apart. BatchNormalization stays whole: pruning reads its scales.
    /// </summary>
    /// <param name="imported">The graph as imported.</param>
    /// <param name="diagnostics">Receives warnings.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="CompilationException">Nodes contradict their inputs or are not supported; all are listed.</exception>
    public static Graph Normalize(Graph imported, ICollection<Diagnostic> diagnostics, CancellationToken ct)
    {
        Graph graph = ShapeInference.Run(imported, ct);
        return Simplify(graph);
    }

    /// <summary>
    /// Folds BatchNormalization and constant factors into weights and fuses activations into the nodes before them. To
    /// be called after pruning, on a normalized graph.
    /// </summary>
    public static Graph Fuse(Graph graph)
    {
        graph = BatchNormalizationToAffine.Run(graph);
        graph = AffineFolding.Run(graph);
        return InBodies(ActivationFusion.Run(graph), Fuse);
    }

    private static Graph Simplify(Graph graph)
    {
        graph = IdentityElimination.Run(graph);
        graph = IntegerProducts.Run(graph);
        graph = ExtremeToClip.Run(graph);
        graph = GemmCanonicalization.Run(graph);
        graph = BiasAbsorption.Run(graph);
        graph = ActivationPatterns.Run(graph);
        graph = GeluPattern.Run(graph);
        graph = LayerNormalizationPattern.Run(graph);
        return InBodies(IdentityElimination.Run(graph), Simplify);
    }

    // The same inside of branches and loops.
    private static Graph InBodies(Graph graph, Func<Graph, Graph> pass) => graph with
    {
        Nodes =
        [
            .. graph.Nodes.Select(node => node.Operator.Bodies.IsEmpty
                ? node
                : node with { Operator = node.Operator.WithBodies([.. node.Operator.Bodies.Select(pass)]) }),
        ],
    };
}
