using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Compiler.Reference.Calls;
using ModelCodegen.Compiler.Reference.Operators;

namespace ModelCodegen.Compiler.Reference;

/// <summary>Which class evaluates which operator.</summary>
internal static class OperatorEvaluation
{
    /// <summary>The results of one node, its activation included.</summary>
    public static ImmutableArray<Tensor> Evaluate(Node node, EvaluationScope scope)
    {
        if (node.Operator is KernelOperator kernel)
        {
            Operands operands = new(node, [.. scope.Inputs.Select(input => input is null ? null : new ValueInfo(input.Type, input.Shape))], scope.Inputs);
            return CallEvaluation.Run(kernel.Call(operands), scope.Inputs, kernel.Infer(operands));
        }

        switch (node.Operator)
        {
            case If branch: return IfEvaluation.Run(branch, scope);
            case Loop loop: return LoopEvaluation.Run(loop, scope);
        }

        Tensor result = Compute(node.Operator, scope);
        if (node.Operator is FusedOperator { Activation.IsNone: false } fused)
        {
            ActivationFunction.Apply(fused.Activation, result.Writable<float>());
        }

        return [result];
    }

    private static Tensor Compute(Operator op, EvaluationScope scope) => op switch
    {
        BatchNormalization o => BatchNormalizationEvaluation.Run(o, scope),
        Binary o => BinaryEvaluation.Run(o, scope),
        Concat o => ConcatEvaluation.Run(o, scope),
        ConstantOfShape o => ConstantOfShapeEvaluation.Run(o, scope),
        Conv o => ConvEvaluation.Run(o, scope),
        Dequantize => QuantizeEvaluation.Dequantize(scope),
        DynamicQuantize => QuantizeEvaluation.Dynamic(scope),
        Gemm o => GemmEvaluation.Run(o, scope),
        Identity or Reshape => scope.Input(0).Reshape(scope.Output.Shape),
        Lookup o => QuantizeEvaluation.Lookup(o, scope),
        MatMul => MatMulEvaluation.Run(scope),
        Pad o => PadEvaluation.Run(o, scope),
        Pool o => PoolEvaluation.Run(o, scope),
        Quantize => QuantizeEvaluation.Quantize(scope),
        View o => ViewEvaluation.Run(o, scope),
        Softmax o => SoftmaxEvaluation.Run(o, scope),
        Transpose o => TransposeEvaluation.Run(o, scope),
        Unary o => UnaryEvaluation.Run(o, scope),
        _ => throw new ArgumentException($"{op.Name} cannot be evaluated before shape inference."),
    };
}
