using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>BatchNormalization, since operator set 7; 9 dropped <c>spatial</c>, 14 added <c>training_mode</c>.</summary>
internal static class BatchNormalizationImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(5, 5);
        node.Ignore("momentum");
        if (node.Version < 9 && !node.Flag("spatial", true))
        {
            throw node.Unsupported("BatchNormalization with spatial = 0 is not supported");
        }

        if (node.Version >= 14 && node.Flag("training_mode", false))
        {
            throw node.Unsupported("BatchNormalization in training mode is not supported; export the model for inference");
        }

        node.Emit(new BatchNormalization { Epsilon = node.Float("epsilon", 1e-5f) });
    }
}
