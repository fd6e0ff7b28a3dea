using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Report;

/// <summary>An operator in a few words.</summary>
internal static class OperatorDescription
{
    /// <summary>For example <c>Conv 3×3 /2, depthwise, Relu6</c>.</summary>
    public static string Of(Graph graph, Node node)
    {
        var parts = new List<string> { node.Operator.Name };
        switch (node.Operator)
        {
            case Conv conv:
                parts[0] += Window(conv.KernelShape, conv.Strides);
                if (conv.Group > 1)
                {
                    parts.Add(conv.Group == graph.Shape(node.Inputs[0])[1] ? "depthwise" : $"{conv.Group} groups");
                }

                break;
            case Pool pool:
                parts[0] = $"{(pool.Global ? "Global " : "")}{pool.Function} pool" + (pool.Global ? "" : Window(pool.KernelShape, pool.Strides));
                break;
            case Binary binary:
                parts[0] = binary.Function.ToString();
                break;
            case Unary unary:
                parts[0] = Activation(unary.Activation);
                break;
        }

        if (node.Operator is FusedOperator { Activation: { IsNone: false } activation })
        {
            parts.Add(Activation(activation));
        }

        return string.Join(", ", parts);
    }

    private static string Activation(Activation activation) =>
        activation is { Function: UnaryFunction.Clip, A: 0, B: 6 } ? "Relu6" : new Unary(activation).Name;

    private static string Window(IEnumerable<int> kernel, IEnumerable<int> strides) =>
        " " + string.Join("×", kernel) + (strides.Any(stride => stride > 1) ? " /" + string.Join("×", strides.Distinct()) : "");
}
