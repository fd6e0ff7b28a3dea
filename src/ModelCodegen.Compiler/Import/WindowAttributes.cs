using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import;

/// <summary>What convolutions and pools have in common; lists that the model leaves out are empty.</summary>
internal sealed record WindowAttributes(
    ImmutableArray<int> Kernel,
    ImmutableArray<int> Strides,
    ImmutableArray<int> Dilations,
    ImmutableArray<int> Pads,
    AutoPad AutoPad)
{
    /// <summary>Reads them.</summary>
    /// <param name="node">The node.</param>
    /// <param name="kernelRequired">Whether the kernel's shape must be given.</param>
    /// <param name="dilationsSince">The operator set that introduced dilations.</param>
    public static WindowAttributes Read(NodeReader node, bool kernelRequired = false, int dilationsSince = 1)
    {
        ImmutableArray<int> kernel = node.Ints("kernel_shape");
        if (kernelRequired && kernel.IsDefaultOrEmpty)
        {
            throw node.Invalid("the attribute 'kernel_shape' is missing");
        }

        AutoPad autoPad = node.Text("auto_pad", "NOTSET") switch
        {
            "NOTSET" or "" => AutoPad.Explicit,
            "SAME_UPPER" => AutoPad.SameUpper,
            "SAME_LOWER" => AutoPad.SameLower,
            "VALID" => AutoPad.Valid,
            var other => throw node.Invalid($"the attribute 'auto_pad' is '{other}'"),
        };
        return new WindowAttributes(
            Positive(node, "kernel_shape", kernel),
            Positive(node, "strides", node.Ints("strides")),
            Positive(node, "dilations", node.Version >= dilationsSince ? node.Ints("dilations") : default),
            AtLeast(node, "pads", node.Ints("pads"), 0),
            autoPad);
    }

    /// <summary>A pool with these attributes.</summary>
    public Pool Pool(PoolFunction function, bool ceilMode) => new Pool
    {
        Function = function,
        KernelShape = Kernel,
        Strides = Strides,
        Dilations = Dilations,
        Pads = Pads,
        AutoPad = AutoPad,
        CeilMode = ceilMode,
    };

    /// <summary>A list whose elements must not be smaller; empty where it is not given.</summary>
    public static ImmutableArray<int> AtLeast(NodeReader node, string name, ImmutableArray<int> values, int minimum) =>
        values.IsDefault ? []
        : values.All(value => value >= minimum) ? values
        : throw node.Invalid($"the attribute '{name}' holds {values.Min()}");

    private static ImmutableArray<int> Positive(NodeReader node, string name, ImmutableArray<int> values) => AtLeast(node, name, values, 1);
}
