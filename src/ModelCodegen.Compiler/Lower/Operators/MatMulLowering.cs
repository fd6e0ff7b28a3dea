using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>MatMul by a constant matrix is a layer with weights; of two computed tensors it is a batch of float products.</summary>
internal static class MatMulLowering
{
    public static void Lower(LoweringContext context, Node node, float scale)
    {
        Graph graph = context.Graph;
        ImmutableArray<int> a = graph.Shape(node.Inputs[0]);
        if (graph.Constant(node.Inputs[1]) is { Shape.Length: 2 } weights && a.Length >= 2)
        {
            int depth = weights.Shape[0];
            GemmLowering.LowerProduct(context, node, Activation.None, ShapeArithmetic.Length(a) / Math.Max(1, depth), depth, weights.Shape[1]);
            return;
        }

        Placement left = context.Read(node.Inputs[0]);
        Placement right = context.Read(node.Inputs[1]);
        Placement output = context.Write(node.Output);

        // Vectors are promoted to matrices, and the added dimension is dropped from the result.
        Placement result = output;
        if (left.Shape.Length == 1)
        {
            left = left with { Shape = [1, left.Shape[0]], Strides = [0, left.Strides[0]] };
            result = InsertDimension(result, right.Shape.Length == 1 ? result.Shape.Length : result.Shape.Length - 1);
        }

        if (right.Shape.Length == 1)
        {
            right = right with { Shape = [right.Shape[0], 1], Strides = [right.Strides[0], 1] };
            result = InsertDimension(result, result.Shape.Length);
        }

        Product(context, node, scale, left, right, result);
    }

    // The product of two strided tensors of matrices; those whose columns are not adjacent are copied.
    private static void Product(LoweringContext context, Node node, float scale, Placement a, Placement b, Placement output)
    {
        a = WithAdjacentColumns(context, node, a);
        b = WithAdjacentColumns(context, node, b);
        bool direct = output.Strides[^1] == 1 || output.Shape[^1] == 1;
        Placement product = direct ? output : context.NewRowMajor(output.Type, output.Shape);
        ImmutableArray<int> batch = [.. output.Shape.SkipLast(2)];
        EquatableArray<int> stridesA = BatchStrides(a);
        EquatableArray<int> stridesB = BatchStrides(b);
        context.Emit(
            () => new MatMulStep(
                node.Name,
                a.Locate(),
                b.Locate(),
                product.Locate(),
                Rows: output.Shape[^2],
                Columns: output.Shape[^1],
                Depth: a.Shape[^1],
                RowStrideA: a.Strides[^2],
                RowStrideB: b.Strides[^2],
                RowStrideOutput: product.Strides[^2],
                new EquatableArray<int>(batch),
                stridesA,
                stridesB,
                new EquatableArray<int>(product.Strides.SkipLast(2)),
                scale),
            a,
            b,
            product);
        if (!direct)
        {
            context.Copy(node.Name, "Copy", product, output);
        }

        EquatableArray<int> BatchStrides(Placement matrices) => new(LoopNest.Broadcast(
            matrices with { Shape = [.. matrices.Shape.SkipLast(2)], Strides = [.. matrices.Strides.SkipLast(2)] }, batch));
    }

    private static Placement WithAdjacentColumns(LoweringContext context, Node node, Placement matrices)
    {
        if (matrices.Strides[^1] == 1 || matrices.Shape[^1] == 1)
        {
            return matrices;
        }

        Placement copy = context.NewRowMajor(matrices.Type, matrices.Shape);
        context.Copy(node.Name, "Copy with adjacent columns", matrices, copy);
        return copy;
    }

    private static Placement InsertDimension(Placement placement, int index) => placement with
    {
        Shape = placement.Shape.Insert(index, 1),
        Strides = placement.Strides.Insert(index, 1),
    };
}
