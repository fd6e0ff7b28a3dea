namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>
/// Alpha * A' * B' + Beta * C for matrices; inputs a, b, c? (c broadcasts to the result). Normalization turns a MatMul by
/// a constant matrix (with a following Add of a constant vector) into a Gemm with a bias vector, scales constants by Alpha
/// and Beta and transposes them, so that afterwards a constant B is [K, N], a constant C is [N], and Alpha = Beta = 1.
/// </summary>
public sealed record Gemm : FusedOperator
{
    /// <summary>Whether A is transposed.</summary>
    public bool TransA { get; init; }

    /// <summary>Whether B is transposed.</summary>
    public bool TransB { get; init; }

    /// <summary>The product's factor.</summary>
    public float Alpha { get; init; } = 1;

    /// <summary>C's factor.</summary>
    public float Beta { get; init; } = 1;
}
