using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Clip with its bounds as parameters.</summary>
internal static class ClipRule
{
    public static void Infer(Node node, ShapeScope scope)
    {
        scope.ExpectFloat(node, 0);
        float low = Bound(node, scope, 1, float.NegativeInfinity);
        float high = Bound(node, scope, 2, float.PositiveInfinity);
        var clip = new Unary(new Activation(UnaryFunction.Clip, low, high));
        scope.Emit(node with { Operator = clip, Inputs = [node.Inputs[0]] }, ElementType.Float32, scope.Shape(node, 0));
    }

    private static float Bound(Node node, ShapeScope scope, int index, float fallback)
    {
        if (scope.ConstantInput(node, index, "bounds") is not { } bound)
        {
            return fallback;
        }

        return bound.Length == 1 && bound.Type == ElementType.Float32 && !float.IsNaN(bound.Values<float>()[0])
            ? bound.Values<float>()[0]
            : throw scope.Invalid(node, $"The bound '{node.Inputs[index]}' is no single number of the input's type.");
    }
}
