using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Tables of bytes.</summary>
internal static class LookupLowering
{
    public static void Lower(LoweringContext context, Node node, Lookup lookup)
    {
        Placement input = context.Read(node.Inputs[0]);
        Placement output = context.Write(node.Output);
        if (LoopNest.Over(output.Shape, output.Strides, LoopNest.Broadcast(input, output.Shape)) is not { } loops)
        {
            return;
        }

        Location table = context.Weights.Add(lookup.Table.AsSpan());
        context.Emit(
            () => new LookupStep(node.Name, "Lookup", input.Locate(), table, output.Locate(), loops.Extents, loops.Strides[1], loops.Strides[0]),
            input,
            output);
    }
}
