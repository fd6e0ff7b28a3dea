using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Layers;

/// <summary>BatchNormalization, since operator set 7; 9 dropped <c>spatial</c>, 14 added <c>training_mode</c>.</summary>
internal static class BatchNormalizationImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(5, 5);
        float momentum = node.Float("momentum", 0.9f);
        float epsilon = node.Float("epsilon", 1e-5f);
        if (node.Version < 9 && !node.Flag("spatial", true))
        {
            throw node.Unsupported("BatchNormalization with spatial = 0 is not supported");
        }

        if (node.Version >= 14 && node.Flag("training_mode", false))
        {
            node.EmitAll(new BatchStatistics(epsilon, momentum), [.. node.Inputs]);
            return;
        }

        node.Emit(new BatchNormalization { Epsilon = epsilon });
    }
}
