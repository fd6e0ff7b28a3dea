using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A reduction over dimensions; inputs x and axes? as imported, only x after shape inference.</summary>
/// <param name="Function">What becomes of the elements.</param>
public sealed record Reduce(ReduceFunction Function) : KernelOperator
{
    /// <summary>Whether the dimensions stay, with extent 1.</summary>
    public bool KeepDimensions { get; init; }

    /// <summary>No axes mean no dimensions, instead of all.</summary>
    public bool NoopWithEmptyAxes { get; init; }

    /// <summary>The reduced dimensions; set by shape inference.</summary>
    public ImmutableArray<int> Axes { get; init; } = [];

    /// <inheritdoc/>
    public override string Name => "Reduce" + Function;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type != ElementType.Boolean || Function is ReduceFunction.Max or ReduceFunction.Min, "a number");
        ImmutableArray<int> shape = operands.Shape(0);
        return [new ValueInfo(operands.Type(0), [.. KeepDimensions
            ? shape.Select((extent, d) => Axes.Contains(d) ? 1 : extent)
            : shape.Where((_, d) => !Axes.Contains(d))])];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (int[] kept, int[] keptStrides) = Runs(operands.Shape(0), reduced: false);
        (int[] reduced, int[] reducedStrides) = Runs(operands.Shape(0), reduced: true);
        string type = operands.KernelType(0);
        string wide = Accumulator(operands.Type(0)).KernelName();
        string sum = Function switch
        {
            ReduceFunction.Max or ReduceFunction.Min => type,
            ReduceFunction.L2 or ReduceFunction.LogSum => "double",
            ReduceFunction.LogSumExp => "ScaledSum",
            _ => wide,
        };
        string function = Function is ReduceFunction.Max or ReduceFunction.Min or ReduceFunction.L2 or ReduceFunction.LogSum or ReduceFunction.LogSumExp
            ? $"{Name}<{type}>"
            : $"{Name}<{type},{wide}>";
        return new SpanCall("Reduce", [type, sum, function], Read(0), Write(0), kept, keptStrides, reduced, reducedStrides);
    }

    /// <summary>The type in which elements are summed.</summary>
    public static ElementType Accumulator(ElementType type) =>
        type.IsFloat() ? ElementType.Float64 : type == ElementType.UInt64 ? ElementType.UInt64 : ElementType.Int64;

    // Extents and strides of the one kind of dimensions, adjacent ones merged, those of extent 1 left out.
    private (int[] Extents, int[] Strides) Runs(ImmutableArray<int> shape, bool reduced)
    {
        ImmutableArray<int> strides = ShapeArithmetic.Strides(shape);
        var runs = new List<(int Extent, int Stride)>();
        bool adjacent = false;
        for (int d = 0; d < shape.Length; d++)
        {
            if (shape[d] == 1)
            {
                continue;
            }

            bool chosen = Axes.Contains(d) == reduced;
            if (chosen && adjacent)
            {
                runs[^1] = (runs[^1].Extent * shape[d], strides[d]);
            }
            else if (chosen)
            {
                runs.Add((shape[d], strides[d]));
            }

            adjacent = chosen;
        }

        if (runs.Count == 0)
        {
            runs.Add((1, 1));
        }

        return ([.. runs.Select(run => run.Extent)], [.. runs.Select(run => run.Stride)]);
    }
}
