using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A known condition leaves one network, without a branch; otherwise both must give the same types and shapes.</summary>
internal static class IfRule
{
    public static void Infer(Node node, If op, ShapeScope scope)
    {
        if (scope.Type(node, 0) != ElementType.Boolean || ShapeArithmetic.Length(scope.Shape(node, 0)) != 1)
        {
            throw scope.Invalid(node, "Its condition is no single truth value.");
        }

        ImmutableArray<string> captured = node.Inputs[1..];
        if (scope.Constant(node.Inputs[0]) is { } condition)
        {
            Graph taken = condition.Values<bool>()[0] ? op.Then : op.Else;
            BodyInference.Forward(node, BodyInference.Inline(taken, captured, "", scope), scope);
            return;
        }

        Graph then = BodyInference.Infer(op.Then, [], captured, scope);
        Graph otherwise = BodyInference.Infer(op.Else, [], captured, scope);
        var results = ImmutableArray.CreateBuilder<ValueInfo>();
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            ValueInfo first = then.Info(then.Outputs[i]);
            ValueInfo second = otherwise.Info(otherwise.Outputs[i]);
            if (first.Type != second.Type || !first.Shape.SequenceEqual(second.Shape))
            {
                throw scope.Unsupported(
                    node,
                    $"Its branches give {first.Type} {ShapeArithmetic.Format(first.Shape)} and {second.Type} {ShapeArithmetic.Format(second.Shape)}; they must give the same where the condition is only known at run time.");
            }

            results.Add(first);
        }

        ImmutableArray<string> inputs = [node.Inputs[0], .. captured.Where(name => scope.Constant(name) is null)];
        scope.Emit(node with { Operator = new If(then, otherwise), Inputs = inputs }, results.ToImmutable());
    }
}
