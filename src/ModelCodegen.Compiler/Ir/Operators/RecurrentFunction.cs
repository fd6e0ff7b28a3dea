namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>A function inside of a recurrent cell.</summary>
/// <param name="Kernel">The kernel's type that computes it.</param>
/// <param name="A">Its first parameter.</param>
/// <param name="B">Its second parameter.</param>
public sealed record RecurrentFunction(string Kernel, float A, float B);
