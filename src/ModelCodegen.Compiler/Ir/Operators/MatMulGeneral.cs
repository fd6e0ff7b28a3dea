using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>NumPy's matmul of any type but 32-bit floats.</summary>
public sealed record MatMulGeneral : KernelOperator
{
    /// <inheritdoc/>
    public override string Name => "MatMul";

    /// <summary>The product's shape; <see langword="null"/> where there is none.</summary>
    public static ImmutableArray<int>? ShapeOf(ImmutableArray<int> a, ImmutableArray<int> b)
    {
        if (a.IsEmpty || b.IsEmpty || a[^1] != b[b.Length == 1 ? 0 : ^2] || ShapeArithmetic.Broadcast(Batch(a), Batch(b)) is not { } batch)
        {
            return null;
        }

        ImmutableArray<int> rows = a.Length == 1 ? [] : [a[^2]];
        ImmutableArray<int> columns = b.Length == 1 ? [] : [b[^1]];
        return [.. batch, .. rows, .. columns];
    }

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.ExpectSameType(0, 1);
        operands.Expect(0, type => type != ElementType.Boolean, "a number");
        return [operands[0] with { Shape = ShapeOf(operands.Shape(0), operands.Shape(1)) ?? throw operands.Invalid("Its inputs cannot be multiplied") }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> a = operands.Shape(0);
        ImmutableArray<int> b = operands.Shape(1);
        int rows = a.Length == 1 ? 1 : a[^2];
        int columns = b.Length == 1 ? 1 : b[^1];
        ImmutableArray<int> batch = ShapeArithmetic.Broadcast(Batch(a), Batch(b))!.Value;
        ElementType sum = Reduce.Accumulator(operands.Type(0));
        return new SpanCall(
            "MatMulGeneral",
            [operands.KernelType(0), sum.KernelName()],
            Read(0),
            Read(1),
            Write(0),
            Scratch(sum, columns),
            batch,
            Strides(Batch(a), batch, rows * a[^1]),
            Strides(Batch(b), batch, a[^1] * columns),
            rows,
            a[^1]);
    }

    private static ImmutableArray<int> Batch(ImmutableArray<int> shape) => shape.Length <= 2 ? [] : shape[..^2];

    // Elements from matrix to matrix along the batch, 0 where an operand repeats its own.
    private static int[] Strides(ImmutableArray<int> own, ImmutableArray<int> batch, int matrix)
    {
        var strides = new int[batch.Length];
        ImmutableArray<int> packed = ShapeArithmetic.Strides(own);
        for (int i = 1; i <= own.Length; i++)
        {
            strides[^i] = own[^i] == 1 ? 0 : packed[^i] * matrix;
        }

        return strides;
    }
}
