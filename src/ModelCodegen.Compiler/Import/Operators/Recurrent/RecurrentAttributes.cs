namespace ModelCodegen.Compiler.Import.Operators.Recurrent;

/// <summary>What the recurrent operators have in common.</summary>
/// <param name="Directions">1 or 2.</param>
/// <param name="IsReverse">Whether the only direction is backwards.</param>
/// <param name="IsBatchFirst">Whether the batch comes before the time.</param>
/// <param name="Clip">What the functions' arguments are limited to.</param>
internal sealed record RecurrentAttributes(int Directions, bool IsReverse, bool IsBatchFirst, float Clip)
{
    public static RecurrentAttributes Read(NodeReader node)
    {
        // The weights' shapes say it.
        node.Ignore("hidden_size");
        float clip = node.Float("clip", float.PositiveInfinity);
        string direction = node.Text("direction", "forward");
        return direction is "forward" or "reverse" or "bidirectional"
            ? new RecurrentAttributes(direction == "bidirectional" ? 2 : 1, direction == "reverse", node.Flag("layout", false), clip)
            : throw node.Invalid($"the attribute 'direction' is '{direction}', which is not defined");
    }
}
