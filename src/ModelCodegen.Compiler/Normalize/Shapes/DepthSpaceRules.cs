using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Channels to pixels and back: a permutation of dimensions once channels, rows and columns are taken apart.</summary>
internal static class DepthSpaceRules
{
    public static void Infer(Node node, DepthToSpace op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int block = op.BlockSize;
        if (x.Length != 4 || block < 1 || x[1] % ((long)block * block) != 0)
        {
            throw scope.Invalid(node, $"The channels of {ShapeArithmetic.Format(x)} are no blocks of {block} x {block}.");
        }

        int channels = x[1] / (block * block);
        ImmutableArray<int> apart = op.DepthFirst ? [x[0], block, block, channels, x[2], x[3]] : [x[0], channels, block, block, x[2], x[3]];
        ImmutableArray<int> permutation = op.DepthFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3];
        Emit(node, scope, apart, permutation, [x[0], channels, checked(x[2] * block), checked(x[3] * block)]);
    }

    public static void Infer(Node node, SpaceToDepth op, ShapeScope scope)
    {
        ImmutableArray<int> x = scope.Shape(node, 0);
        int block = op.BlockSize;
        if (x.Length != 4 || block < 1 || x[2] % block != 0 || x[3] % block != 0)
        {
            throw scope.Invalid(node, $"{ShapeArithmetic.Format(x)} cannot be cut into blocks of {block} x {block} pixels.");
        }

        ImmutableArray<int> apart = [x[0], x[1], x[2] / block, block, x[3] / block, block];
        Emit(node, scope, apart, [0, 3, 5, 1, 2, 4], [x[0], checked(x[1] * block * block), x[2] / block, x[3] / block]);
    }

    private static void Emit(Node node, ShapeScope scope, ImmutableArray<int> apart, ImmutableArray<int> permutation, ImmutableArray<int> shape)
    {
        var expansion = new NodeExpansion(node, scope);
        string permuted = expansion.Transpose(expansion.Reshape(node.Inputs[0], apart.AsSpan()), permutation);
        expansion.ReshapeInto(node.Output, permuted, shape.AsSpan());
    }
}
