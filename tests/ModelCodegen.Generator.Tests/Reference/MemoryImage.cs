using System.Buffers.Binary;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Reference;

/// <summary>All memories of a network as plain arrays.</summary>
internal sealed class MemoryImage(byte[] arena, byte[] weights, byte[][] inputs, byte[][] outputs)
{
    public byte[] Arena => arena;

    public byte Byte(Location location, long element) => Of(location)[location.Offset + element];

    public float Float(Location location, long element) => BinaryPrimitives.ReadSingleLittleEndian(Of(location).AsSpan((int)(location.Offset + (element * 4))));

    public int Int(Location location, long element) => BinaryPrimitives.ReadInt32LittleEndian(Of(location).AsSpan((int)(location.Offset + (element * 4))));

    /// <summary>A weight of a layer of floats.</summary>
    public float Weight(ElementType type, Location location, long element) => type switch
    {
        ElementType.Int8 => (sbyte)Byte(location, element),
        ElementType.Float16 => (float)BitConverter.UInt16BitsToHalf(UShort(location, element)),
        _ => Float(location, element),
    };

    /// <summary>An element of a quantized type.</summary>
    public int Integer(ElementType type, Location location, long element) =>
        type == ElementType.Int16 ? BinaryPrimitives.ReadInt16LittleEndian(Of(location).AsSpan((int)(location.Offset + (element * 2)))) : Byte(location, element);

    public ushort UShort(Location location, long element) => BinaryPrimitives.ReadUInt16LittleEndian(Of(location).AsSpan((int)(location.Offset + (element * 2))));

    public void Set(Location location, long element, byte value) => Of(location)[location.Offset + element] = value;

    /// <summary>Writes an element of a quantized type.</summary>
    public void Set(ElementType type, Location location, long element, int value)
    {
        if (type == ElementType.Int16)
        {
            BinaryPrimitives.WriteInt16LittleEndian(Of(location).AsSpan((int)(location.Offset + (element * 2))), checked((short)value));
        }
        else
        {
            Set(location, element, checked((byte)value));
        }
    }

    public void Set(Location location, long element, float value) => BinaryPrimitives.WriteSingleLittleEndian(Of(location).AsSpan((int)(location.Offset + (element * 4))), value);

    public void Set(Location location, long element, int value) => BinaryPrimitives.WriteInt32LittleEndian(Of(location).AsSpan((int)(location.Offset + (element * 4))), value);

    public Span<byte> Bytes(Location location, long element, int size) => Of(location).AsSpan((int)(location.Offset + (element * size)), size);

    private byte[] Of(Location location) => location.Space switch
    {
        Space.Arena => arena,
        Space.Weights => weights,
        Space.Input => inputs[location.Index],
        _ => outputs[location.Index],
    };
}
