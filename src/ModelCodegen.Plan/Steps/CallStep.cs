namespace ModelCodegen.Plan;

/// <summary>
/// A call of one of the general kernels of <c>src/ModelCodegen.Kernels</c>, whose text the generator puts into the
/// network's class. What a kernel computes is said beside its code.
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Description">What is computed, for the comment: for example <c>TopK, 5 largest</c>.</param>
/// <param name="Kernel">The kernel's method.</param>
/// <param name="Types">Its type arguments: C# names of element types, and kernels' function types such as <c>Add&lt;int&gt;</c>.</param>
/// <param name="Arguments">Its arguments, in order.</param>
public sealed record CallStep(
    string Node,
    string Description,
    string Kernel,
    EquatableArray<string> Types,
    EquatableArray<Argument> Arguments)
    : Step(Node);
