namespace ModelCodegen.Plan;

/// <summary>
/// Everything the generator needs to write one network's class: which kernels to call in which order, on which
/// addresses. All layout, packing and quantization has been decided; the plan's numbers are literals of the code.
/// </summary>
public sealed record NetworkPlan
{
    /// <summary>The version of the plan's format that this library reads and writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the tool that wrote the plan.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>The namespace of the class; empty for the global one.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The class's name, a legal identifier.</summary>
    public string ClassName { get; init; } = "";

    /// <summary>The class's name with its namespace.</summary>
    public string FullName => Namespace.Length > 0 ? Namespace + "." + ClassName : ClassName;

    /// <summary><c>public</c> or <c>internal</c>.</summary>
    public string Accessibility { get; init; } = "public";

    /// <summary>The model's file name, without its folder.</summary>
    public string SourceName { get; init; } = "";

    /// <summary>The SHA-256 of the model file, in lower-case hex.</summary>
    public string SourceSha256 { get; init; } = "";

    /// <summary>The options the model was compressed with, as one line for people.</summary>
    public string Options { get; init; } = "";

    /// <summary>The scheme, as the user named it: <c>int8</c>, <c>int16x8</c>, <c>none</c> and so on.</summary>
    public string Quantization { get; init; } = "none";

    /// <summary>Zeros / weights, measured, 0 to 1.</summary>
    public double Sparsity { get; init; }

    /// <summary>The name under which the weights are embedded; carries a hash of plan and weights.</summary>
    public string ResourceName { get; init; } = "";

    /// <summary>The length of the weight resource in bytes.</summary>
    public int WeightBytes { get; init; }

    /// <summary>
    /// The bytes of scratch memory an instance needs. Kernels may read, never write, up to <see cref="ReadSlack"/>
    /// bytes beyond a tensor's end in the arena; the generated class allocates so many more.
    /// </summary>
    public int ArenaBytes { get; init; }

    /// <summary>
    /// The bytes that a step may use for itself while it runs, once per thread. They follow the arena and need not be zero.
    /// </summary>
    public int ScratchBytes { get; init; }

    /// <summary>How many bytes beyond a tensor's end in the arena a kernel may read. Weights and spans are read exactly.</summary>
    public const int ReadSlack = 64;

    /// <summary>The inputs, in graph order.</summary>
    public EquatableArray<Port> Inputs { get; init; } = EquatableArray<Port>.Empty;

    /// <summary>The outputs, in graph order.</summary>
    public EquatableArray<Port> Outputs { get; init; } = EquatableArray<Port>.Empty;

    /// <summary>What the constructor writes into the arena once: borders that no step ever overwrites.</summary>
    public EquatableArray<FillStep> Prefill { get; init; } = EquatableArray<FillStep>.Empty;

    /// <summary>What <c>Run</c> does, in order.</summary>
    public EquatableArray<Step> Steps { get; init; } = EquatableArray<Step>.Empty;
}
