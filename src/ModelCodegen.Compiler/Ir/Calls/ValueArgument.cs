using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Calls;

/// <summary>A number, a list, a truth value or a function.</summary>
public sealed record ValueArgument(Argument Value) : CallArgument;
