namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>An operator that can be imported.</summary>
/// <param name="Name">Its name in ONNX.</param>
/// <param name="Since">The first operator set whose form of it is understood.</param>
/// <param name="Import">Puts a node into the graph.</param>
/// <param name="Domain">Its domain; empty for ai.onnx.</param>
/// <param name="Bytes">How int8 networks compute it.</param>
internal sealed record OperatorEntry(string Name, int Since, Action<NodeReader> Import, string Domain = "", ByteForm Bytes = ByteForm.Float);
