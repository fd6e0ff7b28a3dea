namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Operators that move elements about, and those that speak of shapes.</summary>
internal static class ShapeOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("Concat", 4, ConcatImporter.Import, Bytes: ByteForm.Moved),
        new("Constant", 1, ConstantImporter.Import, Bytes: ByteForm.Folded),
        new("ConstantOfShape", 9, ConstantOfShapeImporter.Import, Bytes: ByteForm.Folded),
        new("Flatten", 1, FlattenImporter.Import, Bytes: ByteForm.Moved),
        new("Pad", 2, PadImporter.Import, Bytes: ByteForm.Moved),
        new("Reshape", 5, ReshapeImporter.Import, Bytes: ByteForm.Moved),
        new("Shape", 1, ShapeImporter.Import, Bytes: ByteForm.Folded),
        new("Slice", 1, SliceImporter.Import, Bytes: ByteForm.Moved),
        new("Squeeze", 1, SqueezeImporter.Import, Bytes: ByteForm.Moved),
        new("Transpose", 1, TransposeImporter.Import, Bytes: ByteForm.Moved),
        new("Unsqueeze", 1, UnsqueezeImporter.Import, Bytes: ByteForm.Moved),
    ];
}
