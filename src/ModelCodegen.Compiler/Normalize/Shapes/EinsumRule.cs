using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>
/// Sums of products, two operands at a time: labels that both have and that are needed later are a batch of matrix
/// products, those that are not needed are summed over by it, and all others become rows and columns.
/// </summary>
internal sealed class EinsumRule
{
    private readonly NodeExpansion expansion;
    private readonly ShapeScope scope;
    private readonly Dictionary<char, int> extents = [];

    private EinsumRule(Node node, ShapeScope scope)
    {
        expansion = new NodeExpansion(node, scope);
        this.scope = scope;
    }

    public static void Infer(Node node, Einsum op, ShapeScope scope)
    {
        ImmutableArray<int>[] shapes = [.. node.Inputs.Select((_, i) => scope.Shape(node, i))];
        if (node.Inputs.Where((_, i) => scope.Type(node, i) != scope.Type(node, 0)).Any())
        {
            throw scope.Invalid(node, "Its inputs are of different types.");
        }

        EinsumEquation equation = EinsumEquation.Parse(op.Equation, [.. shapes.Select(shape => shape.Length)]);
        var rule = new EinsumRule(node, scope);
        for (int i = 0; i < shapes.Length; i++)
        {
            rule.Measure(equation.Operands[i], shapes[i]);
        }

        Term result = rule.Simplify(new Term(node.Inputs[0], equation.Operands[0]), Needed(equation, 1));
        for (int i = 1; i < shapes.Length; i++)
        {
            Term next = rule.Simplify(new Term(node.Inputs[i], equation.Operands[i]), result.Labels + Needed(equation, i + 1));
            result = rule.Multiply(result, next, Needed(equation, i + 1));
        }

        ImmutableArray<int> order = [.. equation.Result.Select(label => result.Labels.IndexOf(label, StringComparison.Ordinal))];
        rule.expansion.Into(node.Output, new Transpose(order), result.Value);
    }

    // What the result and the operands from an index on read.
    private static string Needed(EinsumEquation equation, int index) => equation.Result + string.Concat(equation.Operands.Skip(index));

    private void Measure(string labels, ImmutableArray<int> shape)
    {
        for (int d = 0; d < labels.Length; d++)
        {
            int known = extents.GetValueOrDefault(labels[d], 1);
            if (known != 1 && shape[d] != 1 && known != shape[d])
            {
                throw new ArgumentException($"A label stands for dimensions of {known} and {shape[d]}.");
            }

            extents[labels[d]] = known == 1 ? shape[d] : known;
        }
    }

    // Diagonals of labels that an operand has twice, and sums over those that nothing else reads.
    private Term Simplify(Term term, string needed)
    {
        ImmutableArray<int> shape = scope.Shape(term.Value);
        string labels = string.Concat(term.Labels.Distinct());
        if (labels.Length < term.Labels.Length)
        {
            ImmutableArray<int> packed = ShapeArithmetic.Strides(shape);
            var strides = new int[labels.Length];
            var diagonal = new int[labels.Length];
            for (int d = 0; d < shape.Length; d++)
            {
                int i = labels.IndexOf(term.Labels[d], StringComparison.Ordinal);
                strides[i] += shape[d] == 1 ? 0 : packed[d];
                diagonal[i] = diagonal[i] is 0 or 1 ? shape[d] : diagonal[i];
            }

            term = new Term(expansion.Part(new Strided([.. diagonal], [.. strides]), term.Value), labels);
        }

        int[] summed = [.. Enumerable.Range(0, labels.Length).Where(i => !needed.Contains(labels[i]))];
        return summed.Length == 0
            ? term
            : new Term(
                expansion.Part(new Reduce(ReduceFunction.Sum), term.Value, expansion.Constant("summed", summed)),
                string.Concat(labels.Where(label => needed.Contains(label))));
    }

    private Term Multiply(Term a, Term b, string needed)
    {
        string shared = string.Concat(a.Labels.Where(label => b.Labels.Contains(label)));
        string batch = string.Concat(shared.Where(label => needed.Contains(label)));
        string summed = string.Concat(shared.Where(label => !needed.Contains(label)));
        string rows = string.Concat(a.Labels.Where(label => !b.Labels.Contains(label)));
        string columns = string.Concat(b.Labels.Where(label => !a.Labels.Contains(label)));
        string labels = batch + rows + columns;
        if (summed.Length == 0)
        {
            // Both are multiplied elementwise, each with extents of 1 where only the other has a label.
            (string left, ImmutableArray<int> leftShape) = Permuted(a, batch + rows);
            (string right, ImmutableArray<int> rightShape) = Permuted(b, batch + columns);
            left = expansion.Reshape(left, [.. leftShape, .. columns.Select(_ => 1)]);
            right = expansion.Reshape(right, [.. rightShape[..batch.Length], .. rows.Select(_ => 1), .. rightShape[batch.Length..]]);
            return new Term(expansion.Part(new Binary(BinaryFunction.Mul), left, right), labels);
        }

        (string first, ImmutableArray<int> firstShape) = Permuted(Whole(a, summed), batch + rows + summed);
        (string second, ImmutableArray<int> secondShape) = Permuted(Whole(b, summed), batch + summed + columns);
        int depth = ShapeArithmetic.Length(Extents(summed));
        first = expansion.Reshape(first, [.. firstShape[..batch.Length], ShapeArithmetic.Length(Extents(rows)), depth]);
        second = expansion.Reshape(second, [.. secondShape[..batch.Length], depth, ShapeArithmetic.Length(Extents(columns))]);
        string product = expansion.Part(new MatMul(), first, second);
        return new Term(expansion.Reshape(product, [.. scope.Shape(product)[..batch.Length], .. Extents(rows), .. Extents(columns)]), labels);
    }

    private ImmutableArray<int> Extents(string labels) => [.. labels.Select(label => extents[label])];

    private (string Value, ImmutableArray<int> Shape) Permuted(Term term, string labels)
    {
        string value = expansion.Transpose(term.Value, [.. labels.Select(label => term.Labels.IndexOf(label, StringComparison.Ordinal))]);
        return (value, scope.Shape(value));
    }

    // With the whole extent along the labels that are summed over, where the operand is broadcast.
    private Term Whole(Term term, string labels)
    {
        ImmutableArray<int> shape = scope.Shape(term.Value);
        ImmutableArray<int> whole = [.. shape.Select((extent, d) => labels.Contains(term.Labels[d]) ? extents[term.Labels[d]] : extent)];
        return whole.SequenceEqual(shape) ? term : term with { Value = expansion.Part(new Expand(), term.Value, expansion.Constant("whole", whole)) };
    }

    private sealed record Term(string Value, string Labels);
}
