using ModelCodegen.Plan;
using DataType = ModelCodegen.Compiler.Import.Protobuf.TensorProto.Types.DataType;

namespace ModelCodegen.Compiler.Import;

/// <summary>ONNX's element types and ours.</summary>
internal static class ElementTypes
{
    /// <summary>Our type, or <see langword="null"/> where the compiler has none.</summary>
    public static ElementType? Of(DataType type) => type switch
    {
        DataType.Float => ElementType.Float32,
        DataType.Double => ElementType.Float64,
        DataType.Float16 => ElementType.Float16,
        DataType.Int8 => ElementType.Int8,
        DataType.Uint8 => ElementType.UInt8,
        DataType.Int16 => ElementType.Int16,
        DataType.Uint16 => ElementType.UInt16,
        DataType.Int32 => ElementType.Int32,
        DataType.Uint32 => ElementType.UInt32,
        DataType.Int64 => ElementType.Int64,
        DataType.Uint64 => ElementType.UInt64,
        DataType.Bool => ElementType.Boolean,
        _ => null,
    };

    /// <summary>The type that holds one element of ONNX's; those of 4 bits take a byte.</summary>
    public static ElementType? Stored(DataType type) => type switch
    {
        DataType.Int4 => ElementType.Int8,
        DataType.Uint4 => ElementType.UInt8,
        _ => Of(type),
    };

    /// <summary>Whether elements have 4 bits.</summary>
    public static bool HasFourBits(DataType type) => type is DataType.Int4 or DataType.Uint4;

    /// <summary>ONNX's type.</summary>
    public static DataType Of(ElementType type) => type switch
    {
        ElementType.Float32 => DataType.Float,
        ElementType.Float64 => DataType.Double,
        ElementType.Float16 => DataType.Float16,
        ElementType.Int8 => DataType.Int8,
        ElementType.UInt8 => DataType.Uint8,
        ElementType.Int16 => DataType.Int16,
        ElementType.UInt16 => DataType.Uint16,
        ElementType.Int32 => DataType.Int32,
        ElementType.UInt32 => DataType.Uint32,
        ElementType.Int64 => DataType.Int64,
        ElementType.UInt64 => DataType.Uint64,
        _ => DataType.Bool,
    };
}
