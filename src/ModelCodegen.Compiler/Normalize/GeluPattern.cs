using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize;

/// <summary>
/// Recognises GELU that exporters take apart: x times 1/2 times 1 + erf(x / sqrt 2), or 1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)),
/// in whichever order the factors are multiplied.
/// </summary>
internal static class GeluPattern
{
    private const double Tolerance = 1e-4;

    /// <summary>The graph with whole GELUs.</summary>
    public static Graph Run(Graph graph)
    {
        var edit = new GraphEdit(graph);
        foreach (Node node in edit.Nodes)
        {
            if (node.Operator is Binary { Function: BinaryFunction.Mul or BinaryFunction.Div, Activation.IsNone: true }
                && edit.Info(node.Output).Type == ElementType.Float32
                && Match(node, edit) is var (function, x)
                && edit.Shape(x).SequenceEqual(edit.Shape(node.Output)))
            {
                edit.Replace(node, node with { Operator = new Unary(new Activation(function)), Inputs = [x] });
            }
        }

        return edit.ToGraph();
    }

    private static (UnaryFunction Function, string X)? Match(Node node, GraphEdit edit)
    {
        (double constant, List<string> factors) = Factors(node, edit, isRoot: true);
        if (factors.Count != 2 || Math.Abs(constant - 0.5) > Tolerance)
        {
            return null;
        }

        for (int i = 0; i < 2; i++)
        {
            string x = factors[1 - i];
            if (OnePlus(factors[i], edit) is not { Operator: Unary { Activation.Function: var function } } inner || !edit.HasOneUse(inner.Output))
            {
                continue;
            }

            (double scale, List<string> argument) = Factors(inner.Inputs[0], edit);
            if (argument.Count != 1)
            {
                continue;
            }

            if (function == UnaryFunction.Erf && argument[0] == x && Math.Abs(scale - Math.Sqrt(0.5)) < Tolerance)
            {
                return (UnaryFunction.Gelu, x);
            }

            if (function == UnaryFunction.Tanh && Math.Abs(scale - Math.Sqrt(2 / Math.PI)) < Tolerance && IsCubicSum(argument[0], x, edit))
            {
                return (UnaryFunction.GeluTanh, x);
            }
        }

        return null;
    }

    // x + 0.044715 x^3
    private static bool IsCubicSum(string sum, string x, GraphEdit edit)
    {
        if (edit.Producer(sum) is not { Operator: Binary { Function: BinaryFunction.Add, Activation.IsNone: true } } add || !add.Inputs.Contains(x))
        {
            return false;
        }

        (double constant, List<string> factors) = Factors(add.Inputs[0] == x ? add.Inputs[1] : add.Inputs[0], edit);
        if (Math.Abs(constant - 0.044715) > Tolerance)
        {
            return false;
        }

        return factors.Count == 3
            ? factors.All(factor => factor == x)
            : factors.Count == 1
                && edit.Producer(factors[0]) is { Operator: Binary { Function: BinaryFunction.Pow } } power
                && power.Inputs[0] == x
                && edit.Scalar(power.Inputs[1]) == 3;
    }

    // t, where the value is t + 1 and nothing else reads it.
    private static Node? OnePlus(string value, GraphEdit edit)
    {
        if (!edit.HasOneUse(value) || edit.Producer(value) is not { Operator: Binary { Function: BinaryFunction.Add, Activation.IsNone: true } } add)
        {
            return null;
        }

        int constant = edit.Scalar(add.Inputs[1]) is not null ? 1 : 0;
        return edit.Scalar(add.Inputs[constant]) == 1 ? edit.Producer(add.Inputs[1 - constant]) : null;
    }

    private static (double Constant, List<string> Factors) Factors(string value, GraphEdit edit) =>
        edit.Producer(value) is { } node ? Factors(node, edit, isRoot: false) : (1, [value]);

    // What a tree of products multiplies; numbers apart. Products that others read as well are factors themselves.
    private static (double Constant, List<string> Factors) Factors(Node node, GraphEdit edit, bool isRoot)
    {
        bool divides = node.Operator is Binary { Function: BinaryFunction.Div } && edit.Scalar(node.Inputs[1]) is not null;
        bool multiplies = node.Operator is Binary { Function: BinaryFunction.Mul };
        if (!(divides || multiplies) || node.Operator is not Binary { Activation.IsNone: true } || !(isRoot || edit.HasOneUse(node.Output)))
        {
            return (1, [node.Output]);
        }

        double constant = 1;
        var factors = new List<string>();
        for (int i = 0; i < 2; i++)
        {
            if (edit.Scalar(node.Inputs[i]) is { } number)
            {
                constant *= divides ? 1.0 / number : number;
            }
            else
            {
                (double inner, List<string> more) = Factors(node.Inputs[i], edit);
                constant *= inner;
                factors.AddRange(more);
            }
        }

        return (constant, factors);
    }
}
