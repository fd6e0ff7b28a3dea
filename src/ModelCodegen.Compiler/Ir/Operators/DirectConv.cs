using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Convolution over any number of spatial dimensions, of floats or doubles, with weights that may be computed at run time:
/// what <see cref="Conv"/> has no fast code for. Inputs x [N, C, spatial…], w [M, C / Group, kernel…], transposed
/// [C, M / Group, kernel…], and bias [M].
/// </summary>
public sealed record DirectConv : KernelOperator
{
    /// <summary>Whether the convolution is the transposed one.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>The number of groups.</summary>
    public int Group { get; init; } = 1;

    /// <summary>Per spatial dimension.</summary>
    public ImmutableArray<int> Strides { get; init; }

    /// <summary>Per spatial dimension.</summary>
    public ImmutableArray<int> Dilations { get; init; }

    /// <summary>The padding before each spatial dimension; transposed, how much is cut off there.</summary>
    public ImmutableArray<int> Begins { get; init; }

    /// <summary>The result's spatial dimensions.</summary>
    public ImmutableArray<int> Counts { get; init; }

    /// <inheritdoc/>
    public override string Name => IsTransposed ? "DirectConvTranspose" : "DirectConv";

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(0, type => type is ElementType.Float32 or ElementType.Float64, "a 32-bit or 64-bit float");
        operands.ExpectSameType(0, 1);
        operands.ExpectSameType(0, 2);
        return [operands[0] with { Shape = [operands.Shape(0)[0], IsTransposed ? operands.Shape(1)[1] * Group : operands.Shape(1)[0], .. Counts] }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        ImmutableArray<int> x = operands.Shape(0);
        ImmutableArray<int> w = operands.Shape(1);
        return new SpanCall(
            IsTransposed ? "ConvolveTransposed" : "ConvolveDirectly",
            [operands.KernelType(0)],
            Read(0),
            Read(1),
            Read(2),
            Write(0),
            x[0],
            Group,
            x[1] / Group,
            IsTransposed ? w[1] : w[0] / Group,
            x[2..],
            Counts,
            w[2..],
            Strides,
            Dilations,
            Begins)
        {
            Description = $"{(IsTransposed ? "ConvTranspose" : "Conv")} {string.Join("x", w[2..])}",
        };
    }
}
