using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Reference;

/// <summary>Which class evaluates which operator.</summary>
internal static class OperatorEvaluation
{
    /// <summary>The result of one operator, its activation included.</summary>
    public static Tensor Evaluate(Operator op, EvaluationScope scope)
    {
        Tensor result = Compute(op, scope);
        if (op is FusedOperator { Activation.IsNone: false } fused)
        {
            ActivationFunction.Apply(fused.Activation, result.Writable<float>());
        }

        return result;
    }

    private static Tensor Compute(Operator op, EvaluationScope scope) => op switch
    {
        BatchNormalization o => BatchNormalizationEvaluation.Run(o, scope),
        Binary o => BinaryEvaluation.Run(o, scope),
        Cast o => CastEvaluation.Run(o, scope),
        Concat o => ConcatEvaluation.Run(o, scope),
        ConstantOfShape o => ConstantOfShapeEvaluation.Run(o, scope),
        Conv o => ConvEvaluation.Run(o, scope),
        Dequantize => QuantizeEvaluation.Dequantize(scope),
        Gather o => GatherEvaluation.Run(o, scope),
        Gemm o => GemmEvaluation.Run(o, scope),
        Identity or Reshape => scope.Input(0).Reshape(scope.Output.Shape),
        MatMul => MatMulEvaluation.Run(scope),
        Pad o => PadEvaluation.Run(o, scope),
        Pool o => PoolEvaluation.Run(o, scope),
        Quantize => QuantizeEvaluation.Quantize(scope),
        Slice => SliceEvaluation.Run(scope),
        Softmax o => SoftmaxEvaluation.Run(o, scope),
        Transpose o => TransposeEvaluation.Run(o, scope),
        Unary o => UnaryEvaluation.Run(o, scope),
        _ => throw new ArgumentException($"{op.Name} cannot be evaluated before shape inference."),
    };
}
