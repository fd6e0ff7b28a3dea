namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// The grid for <see cref="GridSample"/> that affine maps give; inputs theta [N, 2, 3] or [N, 3, 4] and the sampled map's
/// shape, which must be known. Shape inference makes it a product with a constant.
/// </summary>
/// <param name="AlignCorners">Whether -1 and 1 are the outermost elements' centres, not their edges.</param>
public sealed record AffineGrid(bool AlignCorners) : Operator;
