using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Convolutions with one channel per group.</summary>
internal static class DepthwiseEmitter
{
    // What of the input stays close while the channels' blocks pass over it.
    private const int PassBytes = 64 * 1024;

    public static void Emit(DepthwiseStep step, StepContext context)
    {
        var kernel = new DepthwiseKernel(step);
        kernel.AddTo(context.Kernels);
        context.Call(kernel.Name, Arguments(step, context, kernel));
    }

    // In the order of DepthwiseKernel.Parameters.
    private static IEnumerable<string> Arguments(DepthwiseStep step, StepContext context, DepthwiseKernel kernel)
    {
        int input = step.InputType.SizeInBytes();
        int output = step.OutputType.SizeInBytes();
        yield return StepContext.Address(step.Input);
        yield return StepContext.Address(step.Weights);
        yield return StepContext.Address(step.Bias);
        if (kernel.Epilogue.HasScale())
        {
            yield return StepContext.Address(step.Scale!.Value);
        }

        if (kernel.Epilogue == ConvEpilogue.Dynamic)
        {
            yield return StepContext.Address(step.Dynamic!.Value);
            yield return StepContext.Address(step.WeightSums!.Value);
        }

        yield return StepContext.Address(step.Output);
        int rowsPerPass = Math.Min(step.Height, Math.Max(1, PassBytes / Math.Max(1, Math.Abs(step.InputRowStride) * input)));
        (string firstRow, string endRow) = context.Range(step.Height, cut: true);
        string[] loops =
        [
            .. new[] { step.Images, step.InputImageStride * input, step.OutputImageStride * output }.Select(Literal.Int),
            firstRow, endRow, .. new[] { rowsPerPass, step.InputRowStride * input, step.OutputRowStride * output }.Select(Literal.Int),
            .. new[] { step.Width, step.OutputPixelStride * output, step.Channels }.Select(Literal.Int),
            .. new[] { step.KernelRowStride * input, DepthwiseWindow.Column(step) * input }.Select(Literal.Int),
        ];
        foreach (string loop in loops)
        {
            yield return loop;
        }

        foreach (string argument in kernel.Epilogue.Arguments(step.Activation, step.OutputZeroPoint, step.Low, step.High, step.OutputScale))
        {
            yield return argument;
        }
    }
}
