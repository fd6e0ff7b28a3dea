namespace ModelCodegen.Compiler.Import.Operators.Recurrent;

/// <summary>Recurrent networks.</summary>
internal static class RecurrentOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("GRU", 1, RecurrentImporter.ImportGru, Bytes: ByteForm.Integer),
        new("LSTM", 1, RecurrentImporter.ImportLstm, Bytes: ByteForm.Integer),
        new("RNN", 1, RecurrentImporter.ImportRnn, Bytes: ByteForm.Integer),
    ];
}
