namespace ModelCodegen.Compiler.Ir.Calls;

/// <summary>The operand of that index.</summary>
public sealed record ReadArgument(int Input) : CallArgument;
