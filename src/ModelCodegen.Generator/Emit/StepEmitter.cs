using System;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Picks the emitter of a step.</summary>
internal static class StepEmitter
{
    public static void Emit(Step step, StepContext context)
    {
        switch (step)
        {
            case ConvStep conv: ConvEmitter.Emit(conv, context); break;
            case DepthwiseStep depthwise: DepthwiseEmitter.Emit(depthwise, context); break;
            case PoolStep pool: PoolEmitter.Emit(pool, context); break;
            case BinaryStep binary: BinaryEmitter.Emit(binary, context); break;
            case UnaryStep unary: UnaryEmitter.Emit(unary, context); break;
            case LookupStep lookup: LookupEmitter.Emit(lookup, context); break;
            case ConvertStep convert: ConvertEmitter.Emit(convert, context); break;
            case SoftmaxStep softmax: SoftmaxEmitter.Emit(softmax, context); break;
            case NormalizationStep normalization: NormalizationEmitter.Emit(normalization, context); break;
            case RecurrenceStep recurrence: RecurrenceEmitter.Emit(recurrence, context); break;
            case DynamicQuantizeStep quantize: DynamicQuantizeEmitter.Emit(quantize, context); break;
            case FillStep fill: FillEmitter.Emit(fill, context); break;
            case MatMulStep matMul: MatMulEmitter.Emit(matMul, context); break;
            case CallStep call: CallEmitter.Emit(call, context); break;
            case BranchStep branch: ControlEmitter.Emit(branch, context); break;
            case LoopStep loop: ControlEmitter.Emit(loop, context); break;
            default: throw new NotSupportedException(step.GetType().Name);
        }
    }

    /// <summary>What the comment above a step's calls says after the node's name.</summary>
    public static string Describe(Step step) => step switch
    {
        ConvStep conv => conv.Description,
        DepthwiseStep depthwise => depthwise.Description,
        PoolStep pool => pool.Description,
        LookupStep lookup => lookup.Description,
        ConvertStep convert => convert.Description,
        BranchStep => "If",
        LoopStep => "Loop",
        CallStep call => call.Description,
        BinaryStep binary => binary.Function.ToString(),
        UnaryStep unary => unary.Activation.Function.ToString(),
        SoftmaxStep => "Softmax",
        NormalizationStep normalization => normalization.IsCentered ? "LayerNormalization" : "RMSNormalization",
        RecurrenceStep recurrence => recurrence.Cell.ToString(),
        DynamicQuantizeStep => "DynamicQuantize",
        FillStep => "Fill",
        MatMulStep => "MatMul",
        _ => "",
    };
}
