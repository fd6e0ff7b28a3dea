using System;
using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Convolutions with one channel per group.</summary>
internal static class DepthwiseEmitter
{
    public static void Emit(DepthwiseStep step, StepContext context)
    {
        var kernel = new DepthwiseKernel(step);
        kernel.AddTo(context.Kernels);
        context.Call(kernel.Name, Arguments(step, kernel));
    }

    // In the order of DepthwiseKernel.Parameters.
    private static IEnumerable<string> Arguments(DepthwiseStep step, DepthwiseKernel kernel)
    {
        int input = step.InputType.SizeInBytes();
        int output = step.OutputType.SizeInBytes();
        yield return StepContext.Address(step.Input);
        yield return StepContext.Address(step.Weights);
        yield return StepContext.Address(step.Bias);
        if (!kernel.IsFloat)
        {
            yield return StepContext.Address(step.Scale!.Value);
        }

        if (kernel.Epilogue == ConvEpilogue.Dynamic)
        {
            yield return StepContext.Address(step.Dynamic!.Value);
            yield return StepContext.Address(step.WeightSums!.Value);
        }

        yield return StepContext.Address(step.Output);
        int[] numbers =
        [
            step.Images, step.InputImageStride * input, step.OutputImageStride * output,
            0, step.Height, step.InputRowStride * input, step.OutputRowStride * output,
            step.Width, step.InputPixelStride * input, step.OutputPixelStride * output,
            (step.Channels + 15) / 16, step.KernelRowStride * input, step.KernelColumnStride * input,
        ];
        foreach (int number in numbers)
        {
            yield return Literal.Int(number);
        }

        if (kernel.Epilogue == ConvEpilogue.Bytes)
        {
            yield return Literal.Int(step.OutputZeroPoint);
            yield return Literal.Float(step.Low - step.OutputZeroPoint);
            yield return Literal.Float(step.High - step.OutputZeroPoint);
        }
        else
        {
            foreach (float parameter in Activations.Arguments(step.Activation))
            {
                yield return Literal.Float(parameter);
            }
        }
    }
}
