using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Indexing;

/// <summary>ReverseSequence, since operator set 10.</summary>
internal static class ReverseSequenceImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 2);
        int batch = node.Int("batch_axis", 1);
        int time = node.Int("time_axis", 0);
        node.Emit((batch, time) is (0, 1) or (1, 0)
            ? new ReverseSequence(TimeFirst: time == 0)
            : throw node.Invalid($"the attributes 'batch_axis' and 'time_axis' are {batch} and {time}, where 0 and 1 are defined"));
    }
}
