using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>
/// A convolution over three dimensions as one over two: the slices that the window's first dimension reaches lie side by
/// side as channels, and every window along that dimension is an image.
/// </summary>
internal static class DepthToChannels
{
    public static void Expand(Node node, Conv op, ShapeScope scope, ImmutableArray<int> counts)
    {
        var expansion = new NodeExpansion(node, scope);
        ImmutableArray<int> w = scope.Shape(node, 1);
        (int outputs, int inputs, int depth) = (w[0], w[1], w[2]);
        string x = Padded(expansion, node.Inputs[0], op);
        ImmutableArray<int> shape = scope.Shape(x);
        (int batch, int height, int width) = (shape[0], shape[3], shape[4]);
        int images = batch * counts[0];
        var slices = new string[depth];
        for (int k = 0; k < depth; k++)
        {
            string slice = expansion.View(x, [0, 0, k * op.Dilations[0], 0, 0], [1, 1, op.Strides[0], 1, 1], [batch, shape[1], counts[0], height, width]);
            string first = expansion.Part(new Transpose([0, 2, 1, 3, 4]), slice);
            slices[k] = expansion.Reshape(first, op.Group == 1 ? [images, inputs, height, width] : [images, op.Group, inputs, height, width]);
        }

        string joined = depth == 1 ? slices[0] : expansion.Part(new Concat(op.Group == 1 ? 1 : 2), slices);
        string maps = expansion.Reshape(joined, [images, op.Group * depth * inputs, height, width]);
        string weights = expansion.Reshape(expansion.Part(new Transpose([0, 2, 1, 3, 4]), node.Inputs[1]), [outputs, depth * inputs, w[3], w[4]]);
        Conv conv = op with
        {
            KernelShape = w[3..],
            Strides = op.Strides[1..],
            Dilations = op.Dilations[1..],
            Pads = [op.Pads[1], op.Pads[2], op.Pads[4], op.Pads[5]],
        };
        string product = node.HasInput(2) ? expansion.Part(conv, maps, weights, node.Inputs[2]) : expansion.Part(conv, maps, weights);
        string apart = expansion.Reshape(product, [batch, counts[0], outputs, counts[1], counts[2]]);
        expansion.Into(node.Output, new Transpose([0, 2, 1, 3, 4]), apart);
    }

    private static string Padded(NodeExpansion expansion, string x, Conv op)
    {
        long[] pads = [0, 0, op.Pads[0], 0, 0, 0, 0, op.Pads[3], 0, 0];
        return pads.All(pad => pad == 0) ? x : expansion.Part(new Pad(), x, expansion.Constant("pads", Tensor.Create([10], pads)));
    }
}
