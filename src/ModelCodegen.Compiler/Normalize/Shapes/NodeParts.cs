using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>The nodes that one is taken apart into, each inferred at once.</summary>
/// <param name="node">The node; it has one result.</param>
/// <param name="scope">Where the parts go.</param>
internal sealed class NodeParts(Node node, ShapeScope scope)
{
    private int count;

    /// <summary>Adds a part; its result's name is returned.</summary>
    public string Add(Operator op, params ImmutableArray<string> inputs)
    {
        string result = scope.NewName(node.Output + "/part");
        ShapeRules.Infer(new Node($"{node.Name}/{++count}", op, inputs, [result]), scope);
        return result;
    }

    /// <summary>Adds the part that gives the node's result.</summary>
    public void Finish(Operator op, params ImmutableArray<string> inputs) => ShapeRules.Infer(new Node(node.Name, op, inputs, [node.Output]), scope);

    /// <summary>Adds a constant; its name is returned.</summary>
    public string Constant(Tensor tensor)
    {
        string name = scope.NewName(node.Output + "/constant");
        scope.EmitConstant(name, tensor);
        return name;
    }

    /// <summary>Adds a list of whole numbers; its name is returned.</summary>
    public string Constant(IEnumerable<int> values)
    {
        long[] numbers = [.. values.Select(value => (long)value)];
        return Constant(Tensor.Create([numbers.Length], numbers));
    }

    /// <summary>The shape of a value or constant.</summary>
    public ImmutableArray<int> Shape(string name) => scope.Shape(new Node(node.Name, node.Operator, [name], node.Outputs), 0);

    /// <summary>The value under another shape; itself where it has that one.</summary>
    public string Reshaped(string value, ImmutableArray<int> shape) =>
        Shape(value).SequenceEqual(shape) ? value : Add(new ReshapeTo(AllowZero: true), value, Constant(shape));

    /// <summary>The value with permuted dimensions; itself where they stay.</summary>
    public string Transposed(string value, ImmutableArray<int> permutation) =>
        permutation.SequenceEqual(Enumerable.Range(0, permutation.Length)) ? value : Add(new Transpose(permutation), value);
}
