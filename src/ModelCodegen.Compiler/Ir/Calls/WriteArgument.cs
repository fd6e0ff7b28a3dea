namespace ModelCodegen.Compiler.Ir.Calls;

/// <summary>The result of that index.</summary>
public sealed record WriteArgument(int Output) : CallArgument;
