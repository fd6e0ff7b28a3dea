using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>A node while a rule puts several in its place: each gets its shape at once, and what is known is computed.</summary>
/// <param name="node">The node.</param>
/// <param name="scope">Takes the new nodes.</param>
internal sealed class NodeExpansion(Node node, ShapeScope scope)
{
    private int others;
    private bool isNamed;

    /// <summary>Adds a node that computes a part; its result's name is returned.</summary>
    public string Part(Operator op, params ReadOnlySpan<string> inputs)
    {
        string output = scope.NewName($"{node.Output}/{op.Name.ToLowerInvariant()}");
        Into(output, op, inputs);
        return output;
    }

    /// <summary>Adds a node that computes a value whose name is given; nothing where the name is empty.</summary>
    public void Into(string output, Operator op, params ReadOnlySpan<string> inputs)
    {
        if (output.Length > 0)
        {
            ShapeRules.Infer(new Node(NameOf(op), op, [.. inputs], [output]), scope);
        }
    }

    /// <summary>Adds a node with several results and gives their names.</summary>
    /// <param name="op">What it computes.</param>
    /// <param name="names">The results' names: empty for one that is not wanted, <see langword="null"/> for one to be made up.</param>
    /// <param name="inputs">Its operands.</param>
    public ImmutableArray<string> Parts(Operator op, ReadOnlySpan<string?> names, params ReadOnlySpan<string> inputs)
    {
        var outputs = ImmutableArray.CreateBuilder<string>(names.Length);
        foreach (string? name in names)
        {
            outputs.Add(name ?? scope.NewName($"{node.Output}/{op.Name.ToLowerInvariant()}{outputs.Count}"));
        }

        var part = new Node(NameOf(op), op, [.. inputs], outputs.MoveToImmutable());
        ShapeRules.Infer(part, scope);
        return part.Outputs;
    }

    /// <summary>The same elements under another shape; the value itself where it has that one.</summary>
    public string Reshape(string value, ReadOnlySpan<int> shape)
    {
        if (scope.Shape(value).AsSpan().SequenceEqual(shape))
        {
            return value;
        }

        string output = scope.NewName($"{node.Output}/reshape");
        ReshapeInto(output, value, shape);
        return output;
    }

    /// <summary>The same elements under another shape and a name that is given; nothing where the name is empty.</summary>
    public void ReshapeInto(string output, string value, ReadOnlySpan<int> shape)
    {
        if (output.Length > 0)
        {
            scope.Emit(new Node(MoreName(), new Reshape(), [value], [output]), scope.Type(value), [.. shape]);
        }
    }

    /// <summary>Another look at a tensor: per dimension where it starts, how it goes on, and how many elements there are.</summary>
    public string View(string value, ReadOnlySpan<int> starts, ReadOnlySpan<int> steps, ReadOnlySpan<int> shape)
    {
        string output = scope.NewName($"{node.Output}/view");
        scope.Emit(new Node(MoreName(), new View([.. starts], [.. steps]), [value], [output]), scope.Type(value), [.. shape]);
        return output;
    }

    /// <summary>A part of a tensor: per dimension where it starts, and how many elements it has.</summary>
    public string Slice(string value, ReadOnlySpan<int> starts, ReadOnlySpan<int> shape) => scope.Shape(value).AsSpan().SequenceEqual(shape)
        ? value
        : View(value, starts, [.. Enumerable.Repeat(1, shape.Length)], shape);

    /// <summary>The part of a tensor along one dimension.</summary>
    public string Slice(string value, int axis, int start, int extent)
    {
        int[] shape = [.. scope.Shape(value)];
        var starts = new int[shape.Length];
        starts[axis] = start;
        shape[axis] = extent;
        return Slice(value, starts, shape);
    }

    /// <summary>The value with permuted dimensions; itself where they stay.</summary>
    public string Transpose(string value, ImmutableArray<int> permutation) =>
        permutation.SequenceEqual(Enumerable.Range(0, permutation.Length)) ? value : Part(new Transpose(permutation), value);

    /// <summary>Adds a list of whole numbers; its name is returned.</summary>
    public string Constant(string role, IEnumerable<int> values)
    {
        long[] numbers = [.. values.Select(value => (long)value)];
        return Constant(role, Tensor.Create([numbers.Length], numbers));
    }

    /// <summary>Adds a constant; its name is returned.</summary>
    public string Constant(string role, Tensor tensor)
    {
        string name = scope.NewName($"{node.Output}/{role}");
        scope.EmitConstant(name, tensor);
        return name;
    }

    /// <summary>The value in another type; itself where it is of that type.</summary>
    public string Cast(string value, ElementType type) => scope.Type(value) == type ? value : Part(new Cast(type), value);

    // The first node that computes keeps the name, by which people know the layer.
    private string NameOf(Operator op)
    {
        if (isNamed || op is Ir.Operators.Reshape or Ir.Operators.Transpose or Ir.Operators.View or Ir.Operators.Cast)
        {
            return MoreName();
        }

        isNamed = true;
        return node.Name;
    }

    private string MoreName() => $"{node.Name}/{++others}";
}
