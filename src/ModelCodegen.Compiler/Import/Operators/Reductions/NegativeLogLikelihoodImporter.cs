using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>NegativeLogLikelihoodLoss and SoftmaxCrossEntropyLoss, since operator set 12; the latter is the former of the logarithm of a softmax.</summary>
internal static class NegativeLogLikelihoodImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(2, 3);
        node.Emit(Loss(node));
    }

    public static void ImportSoftmaxCrossEntropy(NodeReader node)
    {
        node.Expect(2, 3);
        string logarithms = node.EmitOutput(1, new SoftmaxGeneral(1, 1, Logarithm: true), [node.Inputs[0]]);
        node.EmitOutput(0, Loss(node), [logarithms, .. node.Inputs.Skip(1)]);
    }

    private static NegativeLogLikelihood Loss(NodeReader node)
    {
        string reduction = node.Text("reduction", "mean");
        return reduction is "none" or "sum" or "mean"
            ? new NegativeLogLikelihood(reduction, node.Has("ignore_index") ? node.Int("ignore_index", 0) : null)
            : throw node.Invalid($"the attribute 'reduction' is '{reduction}'");
    }
}
