namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Alpha * A' * B' of two tensors of matrices, each perhaps with its last two dimensions exchanged (ONNX Runtime's FusedMatMul). Shape
/// inference takes it apart.
/// </summary>
/// <param name="TransA">Whether a's matrices are transposed.</param>
/// <param name="TransB">Whether b's are.</param>
/// <param name="Alpha">The product's factor.</param>
public sealed record FusedMatMul(bool TransA, bool TransB, float Alpha) : Operator;
