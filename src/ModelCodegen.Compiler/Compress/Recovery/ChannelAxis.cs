namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>A dimension of a value.</summary>
/// <param name="Value">The value's name.</param>
/// <param name="Axis">The dimension.</param>
internal readonly record struct ChannelAxis(string Value, int Axis);
