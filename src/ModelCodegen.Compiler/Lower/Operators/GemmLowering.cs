using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>
/// Gemm is a convolution over a row of pixels. Normalization has left only those by constant weights, not transposed,
/// with a constant bias.
/// </summary>
internal static class GemmLowering
{
    public static void Lower(LoweringContext context, Node node, Gemm gemm)
    {
        Tensor weights = context.Graph.Constants[node.Inputs[1]];
        LowerProduct(context, node, gemm.Activation, rows: context.Graph.Shape(node.Inputs[0])[0], depth: weights.Shape[0], columns: weights.Shape[1]);
    }

    /// <summary>Lowers a product of rows by constant weights.</summary>
    public static void LowerProduct(LoweringContext context, Node node, Activation activation, int rows, int depth, int columns)
    {
        string? flattened = FlattenedOperand.Find(context.Graph, context.Producers, node.Inputs[0]);
        Placement? map = flattened is null ? null : context.Read(flattened);
        bool inOwnOrder = map is { IsChannelsLast: true } && (map.Type == ElementType.Float32 || map.Buffer is not null);

        // Kernels read integers four at a time.
        bool exact = depth % 4 == 0 || context.Graph.Values[node.Inputs[0]].Type == ElementType.Float32;
        Placement input = inOwnOrder ? map! : exact ? context.ReadRowMajor(node.Inputs[0]) : context.ReadInArena(node.Inputs[0]);
        KernelWalk walk = inOwnOrder ? KernelWalk.OfMap(map!) : KernelWalk.OfRow(depth);
        int inputStride = inOwnOrder ? map!.Strides[0] : depth;
        Placement result = context.Write(node.Output);
        Placement? matrix = result.Reshape([rows, columns]) is { } view && (view.Strides[1] == 1 || columns == 1) ? view : null;
        Placement output = matrix ?? context.NewRowMajor(result.Type, [rows, columns]);
        var geometry = new ConvStep(
            node.Name,
            $"{node.Operator.Name} {depth} -> {columns}{(activation.IsNone ? "" : ", " + new Unary(activation).Name)}",
            input.Type,
            output.Type,
            Location.Arena(0),
            Location.Weights(0),
            Location.Weights(0),
            Location.Arena(0),
            Images: 1,
            InputImageStride: 0,
            OutputImageStride: 0,
            Groups: 1,
            InputGroupStride: 0,
            OutputGroupStride: 0,
            Height: 1,
            InputRowStride: 0,
            OutputRowStride: 0,
            Width: rows,
            InputPixelStride: inputStride,
            OutputPixelStride: output.Strides[0],
            Channels: columns,
            KernelRows: 0,
            KernelRowStride: 0,
            KernelColumns: 0,
            KernelColumnStride: 0,
            Run: 0,
            new Tile(1, 1, 1),
            Activation.None);
        ProductLowering.Emit(context, node, activation, 1, walk, geometry, input, output);
        if (matrix is null)
        {
            context.Copy(node.Name, "Copy", output.Reshape(result.Shape)!, result);
        }
    }
}
