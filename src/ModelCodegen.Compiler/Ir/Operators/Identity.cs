namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>Its input; also Dropout at inference. Normalization removes it.</summary>
public sealed record Identity : Operator;
