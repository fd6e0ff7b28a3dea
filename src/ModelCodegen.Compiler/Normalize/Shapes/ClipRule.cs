using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Clip of floats with known bounds is a function of one element, any other a maximum and a minimum.</summary>
internal static class ClipRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        ElementType type = scope.Type(node, 0);
        ImmutableArray<int> shape = scope.Shape(node, 0);
        for (int i = 1; i < node.Inputs.Length; i++)
        {
            if (node.HasInput(i) && (scope.Type(node, i) != type || ShapeArithmetic.Length(scope.Shape(node, i)) != 1))
            {
                throw scope.Invalid(node, $"The bound '{node.Inputs[i]}' is no single number of the input's type.");
            }
        }

        if (type == ElementType.Float32 && Enumerable.Range(1, 2).All(i => !node.HasInput(i) || scope.Constant(node.Inputs[i]) is not null))
        {
            var clip = new Unary(new Activation(UnaryFunction.Clip, Bound(node, scope, 1, float.NegativeInfinity), Bound(node, scope, 2, float.PositiveInfinity)));
            scope.Emit(node with { Operator = clip, Inputs = [node.Inputs[0]] }, type, shape);
            return;
        }

        string x = node.Inputs[0];
        if (node.HasInput(1))
        {
            string raised = node.HasInput(2) ? scope.NewName(node.Output + "/raised") : node.Output;
            scope.Emit(new Node(node.Name, new Binary(BinaryFunction.Max), [x, node.Inputs[1]], [raised]), type, shape);
            x = raised;
        }

        if (node.HasInput(2))
        {
            scope.Emit(new Node(node.Name + "/upper", new Binary(BinaryFunction.Min), [x, node.Inputs[2]], node.Outputs), type, shape);
        }
        else if (!node.HasInput(1))
        {
            scope.Emit(node with { Operator = new Identity(), Inputs = [x] }, type, shape);
        }
    }

    private static float Bound(Node node, ShapeScope scope, int index, float fallback)
    {
        if (!node.HasInput(index))
        {
            return fallback;
        }

        float bound = scope.Constant(node.Inputs[index])!.Values<float>()[0];
        return float.IsNaN(bound) ? throw scope.Invalid(node, $"The bound '{node.Inputs[index]}' is NaN.") : bound;
    }
}
