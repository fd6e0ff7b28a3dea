using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Calls;

/// <summary>Memory for so many elements.</summary>
public sealed record ScratchArgument(ElementType Type, int Length) : CallArgument;
