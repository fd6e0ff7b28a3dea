using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Pooling over any number of spatial dimensions of x [N, C, spatial…], of any type: what <see cref="Pool"/> has no fast
/// code for. The second result of a maximum is its index in x.
/// </summary>
public sealed record WindowPool : KernelOperator
{
    /// <summary>What is made of a window.</summary>
    public WindowFunction Function { get; init; }

    /// <summary>The norm's exponent.</summary>
    public double Exponent { get; init; } = 2;

    /// <summary>The window's extents.</summary>
    public ImmutableArray<int> Kernel { get; init; }

    /// <summary>The distances between windows.</summary>
    public ImmutableArray<int> Strides { get; init; }

    /// <summary>The distances between a window's elements.</summary>
    public ImmutableArray<int> Dilations { get; init; }

    /// <summary>Begins of all spatial dimensions, then ends.</summary>
    public ImmutableArray<int> Pads { get; init; }

    /// <summary>The numbers of windows.</summary>
    public ImmutableArray<int> Counts { get; init; }

    /// <summary>Whether indices count the first spatial dimension fastest.</summary>
    public bool ColumnMajorIndices { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        if (Function != WindowFunction.Max)
        {
            operands.Expect(0, type => type.IsFloat(), "a float");
        }

        ImmutableArray<int> shape = [.. operands.Shape(0)[..2], .. Counts];
        ValueInfo values = operands[0] with { Shape = shape };
        return Function == WindowFunction.Max ? [values, new ValueInfo(ElementType.Int64, shape)] : [values];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        string type = operands.KernelType(0);
        ImmutableArray<int> extents = operands.Shape(0)[2..];
        ImmutableArray<int> begins = Pads[..extents.Length];
        (string sum, string fold, double[] parameters) = Function switch
        {
            WindowFunction.Max => (type, "WindowMax", []),
            WindowFunction.Norm => ("double", "WindowNorm", [Exponent]),
            _ => ("double", "WindowAverage", (double[])[]),
        };
        fold = $"{fold}<{type}>";
        SpanCall call = Function == WindowFunction.Max && operands.Results > 1
            ? new SpanCall("WindowArgMax", [type], Read(0), Write(0), Write(1), extents, Counts, Kernel, Strides, Dilations, begins, ColumnMajorIndices)
            : new SpanCall(
                "WindowFold",
                [type, sum, fold],
                Read(0),
                Write(0),
                extents,
                Counts,
                Kernel,
                Strides,
                Dilations,
                begins,
                Pads[extents.Length..],
                Function == WindowFunction.AverageIncludingPadding,
                Plain(new FunctionArgument(fold, parameters)));
        return call with { Description = $"{Function} pooling {string.Join("x", Kernel)}" };
    }
}
