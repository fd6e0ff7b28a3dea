namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Channels become blocks of pixels. Shape inference makes it a <see cref="Transpose"/> between reshapes.</summary>
/// <param name="BlockSize">A block's height and width.</param>
/// <param name="DepthFirst">Whether the block's places come before the channels (DCR), or behind them (CRD).</param>
public sealed record DepthToSpace(int BlockSize, bool DepthFirst) : Operator;
