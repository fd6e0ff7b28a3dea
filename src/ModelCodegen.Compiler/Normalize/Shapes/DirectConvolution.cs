using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Convolutions by the general kernels, which want a bias and know no 16-bit floats.</summary>
internal static class DirectConvolution
{
    /// <summary>Puts a <see cref="DirectConv"/> in a node's place.</summary>
    /// <param name="node">The node; inputs x, w, b?.</param>
    /// <param name="op">What computes it.</param>
    /// <param name="scope">Takes the nodes.</param>
    /// <param name="type">The node's type.</param>
    /// <param name="channels">The result's channels.</param>
    public static void Emit(Node node, DirectConv op, ShapeScope scope, ElementType type, int channels)
    {
        var expansion = new NodeExpansion(node, scope);
        ElementType work = type == ElementType.Float16 ? ElementType.Float32 : type;
        string bias = node.HasInput(2) ? node.Inputs[2] : expansion.Constant("bias", Tensor.Zeros(type, [channels]));
        string[] inputs = [node.Inputs[0], node.Inputs[1], bias];
        if (work == type)
        {
            expansion.Into(node.Output, op, inputs);
        }
        else
        {
            expansion.Into(node.Output, new Cast(type), expansion.Part(op, [.. inputs.Select(input => expansion.Cast(input, work))]));
        }
    }
}
