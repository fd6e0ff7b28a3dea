using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Calls;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Operators that a general kernel computes: tensors in row-major order, elementwise functions in any.</summary>
internal static class KernelLowering
{
    public static void Lower(LoweringContext context, Node node, KernelOperator op)
    {
        Operands operands = context.OperandsOf(node);
        Lower(context, node, op.Call(operands), op.Infer(operands));
    }

    /// <summary>Writes a call that computes a node's results.</summary>
    /// <param name="context">Takes the steps.</param>
    /// <param name="node">The node.</param>
    /// <param name="call">The call.</param>
    /// <param name="results">Types and shapes of all results, for those that the node does not name.</param>
    public static void Lower(LoweringContext context, Node node, KernelCall call, ImmutableArray<ValueInfo> results)
    {
        if (call is ElementwiseCall elementwise)
        {
            Map(context, node, elementwise);
        }
        else
        {
            Call(context, node, (SpanCall)call, results);
        }
    }

    private static void Map(LoweringContext context, Node node, ElementwiseCall call)
    {
        Placement[] inputs = [.. node.Inputs.Take(call.Operands).Select(context.Read)];
        Placement output = context.Write(node.Output);
        if (LoopNest.Over(output.Shape, output.Strides, [.. inputs.Select(input => LoopNest.Broadcast(input, output.Shape))]) is not { } loops)
        {
            return;
        }

        context.Emit(
            () => new CallStep(
                node.Name,
                Describe(node, call),
                call.Kernel,
                new EquatableArray<string>(call.Types),
                new EquatableArray<Argument>(
                [
                    .. inputs.Select(input => new ElementArgument(input.Type, input.Locate())),
                    new ElementArgument(output.Type, output.Locate()),
                    new IntegersArgument(loops.Extents),
                    .. Enumerable.Range(1, inputs.Length).Select(i => new IntegersArgument(loops.Strides[i])),
                    new IntegersArgument(loops.Strides[0]),
                    new FunctionArgument(call.Function, call.Parameters),
                ])),
            [.. inputs, output]);
    }

    private static void Call(LoweringContext context, Node node, SpanCall call, ImmutableArray<ValueInfo> results)
    {
        var touched = new List<Placement>();
        var copies = new List<(Placement From, Placement To)>();
        Func<Argument>[] arguments = [.. call.Arguments.Select(Prepare)];
        context.Emit(
            () => new CallStep(
                node.Name,
                Describe(node, call),
                call.Kernel,
                new EquatableArray<string>(call.Types),
                new EquatableArray<Argument>(arguments.Select(argument => argument()))),
            [.. touched]);
        foreach ((Placement from, Placement to) in copies)
        {
            context.Copy(node.Name, "Copy", from, to);
        }

        Func<Argument> Prepare(CallArgument argument)
        {
            switch (argument)
            {
                case ReadArgument read:
                    return Span(context.ReadRowMajor(node.Inputs[read.Input]), isWritten: false);
                case WriteArgument write:
                    return Span(Result(write.Output), isWritten: true);
                case ScratchArgument scratch:
                    return Span(context.NewRowMajor(scratch.Type, [scratch.Length]), isWritten: true);
                default:
                    Argument value = ((ValueArgument)argument).Value;
                    return () => value;
            }
        }

        Func<Argument> Span(Placement placement, bool isWritten)
        {
            touched.Add(placement);
            return () => placement.Span(isWritten);
        }

        Placement Result(int index)
        {
            if (index >= node.Outputs.Length || node.Outputs[index].Length == 0)
            {
                return context.NewRowMajor(results[index].Type, results[index].Shape);
            }

            Placement place = context.Write(node.Outputs[index]);
            if (place.IsRowMajor)
            {
                return place;
            }

            Placement rowMajor = context.NewRowMajor(place.Type, place.Shape);
            copies.Add((rowMajor, place));
            return rowMajor;
        }
    }

    private static string Describe(Node node, KernelCall call) => call.Description.Length > 0 ? call.Description : node.Operator.Name;
}
