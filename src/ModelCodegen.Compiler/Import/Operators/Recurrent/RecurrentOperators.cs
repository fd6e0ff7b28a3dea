namespace ModelCodegen.Compiler.Import.Operators.Recurrent;

/// <summary>Recurrent networks.</summary>
internal static class RecurrentOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("GRU", 1, RecurrentImporter.ImportGru),
        new("LSTM", 1, RecurrentImporter.ImportLstm),
        new("RNN", 1, RecurrentImporter.ImportRnn),
    ];
}
