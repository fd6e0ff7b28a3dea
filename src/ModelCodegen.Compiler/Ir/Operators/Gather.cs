using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;
using static ModelCodegen.Compiler.Ir.Calls.CallArgument;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Slices of x along Axis at the positions of the second input. At equal distances, known at build time, they are a <see cref="View"/>.</summary>
/// <param name="Axis">The dimension; negative ones count from the end.</param>
public sealed record Gather(int Axis) : KernelOperator
{
    /// <inheritdoc/>
    public override bool MovesElements => true;

    /// <inheritdoc/>
    public override ImmutableArray<ValueInfo> Infer(Operands operands)
    {
        operands.Expect(1, type => type is ElementType.Int32 or ElementType.Int64, "an index");
        ImmutableArray<int> x = operands.Shape(0);
        int axis = operands.Axis(Axis, x.Length);
        return [operands[0] with { Shape = [.. x[..axis], .. operands.Shape(1), .. x[(axis + 1)..]] }];
    }

    /// <inheritdoc/>
    public override KernelCall Call(Operands operands)
    {
        (int outer, int extent, int inner) = operands.Around(0, operands.Axis(Axis, operands.Shape(0).Length));
        return new SpanCall("Gather", [operands.KernelType(0), operands.KernelType(1)], Read(0), Read(1), Write(0), outer, extent, inner);
    }
}
