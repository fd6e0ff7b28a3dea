using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Reductions;

/// <summary>Sums, extremes and products over dimensions.</summary>
internal static class ReductionOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        .. Enum.GetValues<ReduceFunction>().Select(function => new OperatorEntry("Reduce" + function, 1, ReduceImporter.For(function))),
        new("ArgMax", 1, ArgExtremeImporter.Import),
        new("ArgMin", 1, ArgExtremeImporter.Import),
        new("CumSum", 11, CumSumImporter.Import),
        new("Det", 11, DetImporter.Import),
        new("Einsum", 12, EinsumImporter.Import),
        new("Hardmax", 1, HardmaxImporter.Import),
        new("LogSoftmax", 1, LogSoftmaxImporter.Import),
        new("NegativeLogLikelihoodLoss", 12, NegativeLogLikelihoodImporter.Import),
        new("SoftmaxCrossEntropyLoss", 12, NegativeLogLikelihoodImporter.ImportSoftmaxCrossEntropy),
        new("TfIdfVectorizer", 9, TfIdfVectorizerImporter.Import),
        new("TopK", 1, TopKImporter.Import),
    ];
}
