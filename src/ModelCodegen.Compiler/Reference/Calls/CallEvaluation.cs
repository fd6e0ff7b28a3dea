using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Reference.Calls;

/// <summary>Carries out kernel calls on tensors.</summary>
internal static class CallEvaluation
{
    /// <summary>All results of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="inputs">The operands; <see langword="null"/> where one is omitted.</param>
    /// <param name="results">Types and shapes of the results.</param>
    public static ImmutableArray<Tensor> Run(KernelCall call, ImmutableArray<Tensor?> inputs, ImmutableArray<ValueInfo> results)
    {
        ImmutableArray<Tensor> outputs = [.. results.Select(info => Tensor.Zeros(info.Type, info.Shape))];
        if (outputs.All(output => output.Length == 0))
        {
            return outputs;
        }

        if (call is ElementwiseCall elementwise)
        {
            Map(elementwise, inputs, outputs[0]);
        }
        else if (call is SpanCall span)
        {
            KernelInvoker.Call(call.Kernel, call.Types, [.. span.Arguments.Select(argument => Value(argument, inputs, outputs))]);
        }

        return outputs;
    }

    private static void Map(ElementwiseCall call, ImmutableArray<Tensor?> inputs, Tensor output)
    {
        // A scalar is a loop of one.
        int[] extents = output.Shape.IsEmpty ? [1] : [.. output.Shape];
        int[][] strides =
        [
            .. inputs.Take(call.Operands).Select(input => Strides(input!.Shape, extents.Length)),
            Strides(output.Shape, extents.Length),
        ];
        KernelInvoker.Map(call.Types, [.. inputs.Take(call.Operands).Select(input => input!.Data)], output.Data, extents, strides, call.Parameters);
    }

    private static int[] Strides(ImmutableArray<int> shape, int rank)
    {
        var strides = new int[rank];
        ImmutableArray<int> packed = ShapeArithmetic.Strides(shape);
        for (int i = 1; i <= shape.Length; i++)
        {
            strides[^i] = shape[^i] == 1 ? 0 : packed[^i];
        }

        return strides;
    }

    private static object Value(CallArgument argument, ImmutableArray<Tensor?> inputs, ImmutableArray<Tensor> outputs) => argument switch
    {
        ReadArgument read => inputs[read.Input]!.Data,
        WriteArgument write => outputs[write.Output].Data,
        ScratchArgument scratch => Tensor.Zeros(scratch.Type, [scratch.Length]).Data,
        ValueArgument { Value: IntegerArgument integer } => integer.Value,
        ValueArgument { Value: IntegersArgument integers } => integers.Values.ToArray(),
        ValueArgument { Value: NumberArgument number } => number.Value,
        ValueArgument { Value: FlagArgument flag } => flag.Value,
        ValueArgument { Value: FunctionArgument function } => Activator.CreateInstance(
            KernelTypes.Of(function.Type), [.. function.Parameters.Select(parameter => (object)parameter)])!,
        _ => throw new ArgumentException($"{argument.GetType().Name} is no argument."),
    };
}
