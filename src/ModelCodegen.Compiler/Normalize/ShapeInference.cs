using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize.Shapes;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>
/// Finds type and shape of every value and computes what does not depend on the inputs. Operators get their explicit
/// form: paddings, windows and axes resolved, and one <see cref="Ir.Operators.Reshape"/> for all that only reshapes.
/// </summary>
internal static class ShapeInference
{
    /// <summary>The graph with <see cref="Graph.Values"/> filled in.</summary>
    /// <exception cref="CompilationException">Nodes contradict their inputs, or are not supported; all are listed.</exception>
    public static Graph Run(Graph graph, CancellationToken ct)
    {
        var scope = new ShapeScope(graph, ct);
        var errors = new List<Diagnostic>();
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (Node node in graph.Nodes)
        {
            ct.ThrowIfCancellationRequested();
            if (node.Inputs.Any(failed.Contains))
            {
                failed.UnionWith(node.Outputs);
                continue;
            }

            try
            {
                ShapeRules.Infer(node, scope);
                continue;
            }
            catch (CompilationException e)
            {
                errors.AddRange(e.Diagnostics.Select(error => error.Node is null ? error with { Node = node.Name } : error));
            }
            catch (OverflowException)
            {
                errors.Add(new Diagnostic(DiagnosticCode.TooLarge, Severity.Error, "Its result has more elements than can be addressed.", Node: node.Name));
            }
            catch (Exception e) when (e is ArgumentException or ArithmeticException)
            {
                errors.Add(new Diagnostic(DiagnosticCode.NodeInvalid, Severity.Error, e.Message, Node: node.Name));
            }

            failed.UnionWith(node.Outputs);
        }

        return errors.Count > 0 ? throw new CompilationException(errors) : scope.ToGraph();
    }
}
