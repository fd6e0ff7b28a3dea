using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>A branch: both networks write the same places.</summary>
internal static class IfLowering
{
    public static void Lower(LoweringContext context, Node node, If op)
    {
        Placement condition = context.Read(node.Inputs[0]);
        Placement[] captured = [.. node.Inputs.Skip(1).Select(context.Read)];
        Placement?[] results = [.. node.Outputs.Select(output => output.Length > 0 ? context.Write(output) : null)];
        context.Touch(condition);
        foreach (Graph body in op.Bodies)
        {
            context.OpenBlock();
            LoweringContext inner = context.Inside(body, captured);
            inner.LowerNodes();
            foreach ((string output, Placement? result) in body.Outputs.Zip(results))
            {
                if (result is not null)
                {
                    inner.Copy(node.Name, "Result of the branch", inner.Read(output), result);
                }
            }

            context.CloseBlock();
        }

        context.Combine(2, blocks => new BranchStep(node.Name, condition.Locate(), blocks[0], blocks[1]), condition);
    }
}
