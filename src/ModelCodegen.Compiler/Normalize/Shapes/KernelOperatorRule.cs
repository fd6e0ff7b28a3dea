using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Calls;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Operators that say themselves what they give.</summary>
internal static class KernelOperatorRule
{
    public static void Infer(Node node, KernelOperator op, ShapeScope scope)
    {
        Operands operands = scope.OperandsOf(node);
        ImmutableArray<ValueInfo> results = op.Infer(operands);
        if (results.Length < node.Outputs.Length)
        {
            throw scope.Invalid(node, $"{op.Name} has {results.Length} results, and {node.Outputs.Length} are named.");
        }

        scope.Emit(node, results);
    }
}
