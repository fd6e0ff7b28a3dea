namespace ModelCodegen.Plan;

/// <summary>
/// One call of a kernel. A step is fully resolved: addresses are bytes, strides and extents count elements.
/// Every kind of step is one record of this folder; <see cref="PlanXml"/> writes each as an element of its name.
/// </summary>
/// <param name="Node">The model's node (or nodes, joined by ", ") that the step computes; any text.</param>
public abstract record Step(string Node);
