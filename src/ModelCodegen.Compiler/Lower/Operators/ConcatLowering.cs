using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Lower.Operators;

/// <summary>Concat copies only those operands that were not written into the result's place from the start.</summary>
internal static class ConcatLowering
{
    public static void Lower(LoweringContext context, Node node, Concat concat)
    {
        Placement output = context.Write(node.Output);
        int start = 0;
        foreach (string name in node.Inputs)
        {
            Placement input = context.Read(name);
            var starts = new int[output.Shape.Length];
            starts[concat.Axis] = start;
            Placement part = output.Slice([.. starts], input.Shape);
            if (input.Base != part.Base || input.Buffer != part.Buffer || !input.Strides.SequenceEqual(part.Strides))
            {
                context.Copy(node.Name, "Concat", input, part);
            }

            start += input.Shape[concat.Axis];
        }
    }
}
