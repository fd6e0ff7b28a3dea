namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Blocks of pixels become channels. Shape inference makes it a <see cref="Transpose"/> between reshapes.</summary>
/// <param name="BlockSize">A block's height and width.</param>
public sealed record SpaceToDepth(int BlockSize) : Operator;
