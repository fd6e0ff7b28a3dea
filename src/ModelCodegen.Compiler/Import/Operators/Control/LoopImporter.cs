using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Control;

/// <summary>Loop, since operator set 1.</summary>
internal static class LoopImporter
{
    public static void Import(NodeReader node)
    {
        int own = node.Subgraph("body").Input.Count;
        if (own < Loop.Leading || own > node.Inputs.Count)
        {
            throw node.Invalid($"its body takes {own} values, and the node gives {node.Inputs.Count}");
        }

        node.EmitAll(new Loop(node.Body("body", own), own - Loop.Leading), [.. node.Inputs]);
    }
}
