using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Gemm of computed matrices, in float: a product, then a scaling and an addition where they are needed.</summary>
internal static class GeneralGemmLowering
{
    public static void Lower(LoweringContext context, Node node, Gemm gemm)
    {
        Placement output = context.Write(node.Output);
        Placement a = Transposed(context.Read(node.Inputs[0]), gemm.TransA);
        Placement b = Transposed(context.Read(node.Inputs[1]), gemm.TransB);
        bool hasC = node.HasInput(2);
        MatMulLowering.Product(context, node, a, b, output);
        if (gemm.Alpha != 1)
        {
            BinaryLowering.Emit(
                context, node, BinaryFunction.Mul, output, Scalar(context, gemm.Alpha), output, hasC ? Activation.None : gemm.Activation);
        }

        if (hasC)
        {
            Placement c = context.Read(node.Inputs[2]);
            if (gemm.Beta != 1)
            {
                Placement scaled = context.NewRowMajor(ElementType.Float32, c.Shape);
                BinaryLowering.Emit(context, node, BinaryFunction.Mul, c, Scalar(context, gemm.Beta), scaled, Activation.None);
                c = scaled;
            }

            BinaryLowering.Emit(context, node, BinaryFunction.Add, output, c, output, gemm.Activation);
        }
        else if (gemm.Alpha == 1 && !gemm.Activation.IsNone)
        {
            UnaryLowering.Emit(context, node.Name, gemm.Activation, output, output);
        }
    }

    private static Placement Transposed(Placement matrix, bool transposed) => transposed
        ? matrix with { Shape = [matrix.Shape[1], matrix.Shape[0]], Strides = [matrix.Strides[1], matrix.Strides[0]] }
        : matrix;

    private static Placement Scalar(LoweringContext context, float value) =>
        new(ElementType.Float32, [], [], null, context.Weights.Add<float>([value]));
}
