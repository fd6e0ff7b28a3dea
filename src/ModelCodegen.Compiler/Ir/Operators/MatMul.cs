namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>NumPy's matmul of two tensors; inputs a, b. Leading dimensions broadcast; vectors are promoted.</summary>
public sealed record MatMul : Operator;
