using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Ir;

/// <summary>Which convolutions Winograd's method suits: 3x3 with stride 1, and as many channels as transforming takes to pay.</summary>
public static class WinogradConv
{
    /// <summary>The least number of input channels.</summary>
    public const int LeastInputs = 16;

    /// <summary>The least number of output channels.</summary>
    public const int LeastOutputs = 32;

    // On smaller maps, tiles of 4x4 outputs overlap too much.
    private const int LeastExtent = 8;

    /// <summary>Whether the method beats any other way of multiplying bytes, but for instructions that do dot products of them.</summary>
    public static bool Suits(Node node, Graph graph) =>
        node.Operator is Conv { Group: 1 } conv
        && conv.KernelShape.SequenceEqual([3, 3])
        && conv.Strides.All(stride => stride == 1)
        && conv.Dilations.All(dilation => dilation == 1)
        && graph.Shape(node.Inputs[0])[1] >= LeastInputs
        && graph.Shape(node.Output) is [_, >= LeastOutputs, >= LeastExtent, >= LeastExtent];
}
