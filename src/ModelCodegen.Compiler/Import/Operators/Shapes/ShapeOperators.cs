namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Operators that move elements about, and those that speak of shapes.</summary>
internal static class ShapeOperators
{
    public static IEnumerable<OperatorEntry> Entries =>
    [
        new("Concat", 4, ConcatImporter.Import),
        new("Constant", 1, ConstantImporter.Import),
        new("ConstantOfShape", 9, ConstantOfShapeImporter.Import),
        new("Flatten", 1, FlattenImporter.Import),
        new("Pad", 2, PadImporter.Import),
        new("Reshape", 5, ReshapeImporter.Import),
        new("Shape", 1, ShapeImporter.Import),
        new("Slice", 1, SliceImporter.Import),
        new("Squeeze", 1, SqueezeImporter.Import),
        new("Transpose", 1, TransposeImporter.Import),
        new("Unsqueeze", 1, UnsqueezeImporter.Import),
    ];
}
