using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Which class lowers which operator.</summary>
internal static class OperatorLowering
{
    /// <summary>Appends the steps of a node.</summary>
    public static void Lower(LoweringContext context, Node node)
    {
        switch (node.Operator)
        {
            case Conv conv:
                ConvLowering.Lower(context, node, conv);
                break;
            case Gemm gemm:
                GemmLowering.Lower(context, node, gemm);
                break;
            case MatMul:
                MatMulLowering.Lower(context, node, scale: 1);
                break;
            case ScaledMatMul product:
                MatMulLowering.Lower(context, node, product.Scale);
                break;
            case Pool pool:
                PoolLowering.Lower(context, node, pool);
                break;
            case Binary binary:
                BinaryLowering.Lower(context, node, binary);
                break;
            case Unary unary:
                UnaryLowering.Lower(context, node, unary);
                break;
            case Lookup lookup:
                LookupLowering.Lower(context, node, lookup);
                break;
            case Concat concat:
                ConcatLowering.Lower(context, node, concat);
                break;
            case Pad pad:
                PadLowering.Lower(context, node, pad);
                break;
            case Softmax softmax:
                SoftmaxLowering.Lower(context, node, softmax);
                break;
            case FusedNormalization normalization:
                NormalizationLowering.Lower(context, node, normalization);
                break;
            case Recurrence recurrence:
                RecurrenceLowering.Lower(context, node, recurrence);
                break;
            case Quantize or Dequantize:
                QuantizeLowering.Lower(context, node);
                break;
            case DynamicQuantize:
                DynamicQuantizeLowering.Lower(context, node);
                break;
            case If branch:
                IfLowering.Lower(context, node, branch);
                break;
            case Loop loop:
                LoopLowering.Lower(context, node, loop);
                break;
            case KernelOperator kernel:
                KernelLowering.Lower(context, node, kernel);
                break;
            case Reshape or Transpose or View:
                // Only another view of the same elements: LoweringContext.Read makes it for whoever reads it.
                break;
            default:
                throw new InvalidOperationException($"No lowering for {node.Operator.Name} ('{node.Name}').");
        }
    }
}
