using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Cuts or pads dimensions on both sides alike; inputs x and the wished extents, which must be known. Shape inference makes
/// it a <see cref="Pad"/>.
/// </summary>
/// <param name="Axes">The dimensions; empty for all.</param>
public sealed record CenterCropPad(ImmutableArray<int> Axes) : Operator;
