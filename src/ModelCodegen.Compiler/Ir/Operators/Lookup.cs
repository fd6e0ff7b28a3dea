using System.Collections.Immutable;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>UInt8 to UInt8 by a table; put in by the compressor.</summary>
/// <param name="Table">256 entries.</param>
public sealed record Lookup(ImmutableArray<byte> Table) : Operator;
