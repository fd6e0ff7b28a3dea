using System.Buffers.Binary;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>Lays out the memory of a random case.</summary>
internal sealed class CaseBuilder(int seed)
{
    private readonly List<byte> arena = [];
    private readonly List<byte> weights = [];
    private int scratchBytes;

    public Random Random { get; } = new(seed);

    public int Int(int low, int high) => Random.Next(low, high + 1);

    public bool Chance(int percent) => Random.Next(100) < percent;

    public T Any<T>(params T[] choices) => choices[Random.Next(choices.Length)];

    public float Float(float low, float high) => low + ((high - low) * Random.NextSingle());

    /// <summary>Random bytes in the arena, at any alignment.</summary>
    public Location ArenaBytes(long count)
    {
        Skip(Int(0, 5));
        return Append(arena, count, () => (byte)Random.Next(256));
    }

    /// <summary>Bytes in the arena: random ones, the ends of their range, or nothing but 255.</summary>
    public Location ArenaEnds(long count)
    {
        Skip(Int(0, 5));
        int kind = Int(0, 2);
        return Append(arena, count, () => kind == 0 ? (byte)Random.Next(256) : kind == 1 ? Any<byte>(0, 255) : (byte)255);
    }

    /// <summary>Random 16-bit integers in the arena, at any alignment, now and then nothing but the ends of their range.</summary>
    public Location ArenaShorts(long count, int bound)
    {
        Skip(Int(0, 5));
        Location location = Location.Arena(arena.Count);
        bool ends = Chance(20);
        for (long i = 0; i < count; i++)
        {
            arena.AddRange(BitConverter.GetBytes((short)(ends ? Any(-bound, bound) : Int(-bound, bound))));
        }

        return location;
    }

    /// <summary>Random elements of a quantized type or of floats in the arena.</summary>
    public Location ArenaElements(ElementType type, long count, float low = -2, float high = 2, int bound = short.MaxValue) => type switch
    {
        ElementType.UInt8 => ArenaBytes(count),
        ElementType.Int16 => ArenaShorts(count, bound),
        _ => ArenaFloats(count, low, high),
    };

    /// <summary>Random floats in the arena.</summary>
    public Location ArenaFloats(long count, float low = -2, float high = 2)
    {
        Skip((4 - (arena.Count % 4)) % 4);
        Location location = Location.Arena(arena.Count);
        for (long i = 0; i < count; i++)
        {
            arena.AddRange(BitConverter.GetBytes(Float(low, high)));
        }

        return location;
    }

    /// <summary>Memory for floats in the arena that is not compared; nothing may be added behind it.</summary>
    public Location Scratch(int count)
    {
        scratchBytes = count * 4;
        Skip((4 - (arena.Count % 4)) % 4);
        return Location.Arena(arena.Count);
    }

    public Location ArenaInt(int value)
    {
        Location location = Location.Arena(arena.Count);
        arena.AddRange(BitConverter.GetBytes(value));
        return location;
    }

    public Location WeightBytes(long count)
    {
        Location location = Location.Weights(weights.Count);
        Append(weights, count, () => 0);
        return location;
    }

    public Location WeightInts(int count, int low, int high) => Words(count, () => Int(low, high));

    public Location WeightFloats(int count, float low, float high) => Words(count, () => BitConverter.SingleToInt32Bits(Float(low, high)));

    public Location WeightShorts(IEnumerable<int> values)
    {
        Location location = Location.Weights(weights.Count);
        foreach (int value in values)
        {
            weights.AddRange(BitConverter.GetBytes((ushort)value));
        }

        return location;
    }

    public Location WeightInts(IEnumerable<int> values)
    {
        int[] list = [.. values];
        int i = 0;
        return Words(list.Length, () => list[i++]);
    }

    public void SetByte(Location location, long element, int value) => weights[(int)(location.Offset + element)] = (byte)value;

    public void SetFloat(Location location, long element, float value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        for (int i = 0; i < 4; i++)
        {
            weights[(int)(location.Offset + (element * 4) + i)] = bytes[i];
        }
    }

    /// <summary>Sets a weight of a layer of floats, between -1 and 1, or as an integer between -127 and 127.</summary>
    public void SetWeight(ElementType type, Location location, long element)
    {
        switch (type)
        {
            case ElementType.Int8:
                SetByte(location, element, Int(-127, 127));
                break;
            case ElementType.Float16:
                // Zero, or so large that it is not subnormal.
                ushort bits = BitConverter.HalfToUInt16Bits(Chance(10) ? default : (Half)(Any(-1, 1) * Float(1e-4f, 1)));
                SetByte(location, element * 2, bits & 255);
                SetByte(location, (element * 2) + 1, bits >> 8);
                break;
            default:
                SetFloat(location, element, Float(-1, 1));
                break;
        }
    }

    /// <summary>The same bytes, now and then in the caller's span instead of the arena.</summary>
    public Location AlsoSpan(Location location) => Chance(30) ? Location.Input(0, location.Offset) : location;

    public KernelCase Case(string name, Step step, double tolerance = 0, bool sameBits = true)
    {
        while (arena.Count % 4 != 0)
        {
            arena.Add(0);
        }

        int bytes = arena.Count;
        ConvertStep Copy(Location from, Location to) => new("copy", "Copy", ElementType.UInt8, ElementType.UInt8, from, to, new[] { bytes }, new[] { 1 }, new[] { 1 });
        var plan = new NetworkPlan
        {
            ToolVersion = "1.2.3",
            Namespace = "Cases",
            ClassName = name,
            ResourceName = name + ".weights",
            WeightBytes = weights.Count,
            ArenaBytes = bytes + scratchBytes,
            ScratchBytes = step is ConvStep { Winograd: not null } conv ? (int)WinogradScratch.Of(conv).Bytes : 0,
            Inputs = new[] { new Port("data", "data", "Data", ElementType.UInt8, new[] { bytes }) },
            Outputs = new[] { new Port("result", "result", "Result", ElementType.UInt8, new[] { bytes }) },
            Steps = new[] { Copy(Location.Input(0), Location.Arena(0)), step, Copy(Location.Arena(0), Location.Output(0)) },
        };
        return new KernelCase(plan, [.. weights], [.. arena], tolerance, sameBits);
    }

    private void Skip(int count)
    {
        for (int i = 0; i < count; i++)
        {
            arena.Add((byte)Random.Next(256));
        }
    }

    private Location Words(int count, Func<int> next)
    {
        while (weights.Count % 4 != 0)
        {
            weights.Add(0);
        }

        Location location = Location.Weights(weights.Count);
        for (int i = 0; i < count; i++)
        {
            weights.AddRange(BitConverter.GetBytes(next()));
        }

        return location;
    }

    private Location Append(List<byte> memory, long count, Func<byte> next)
    {
        int start = memory.Count;
        for (long i = 0; i < count; i++)
        {
            memory.Add(next());
        }

        return memory == arena ? Location.Arena(start) : Location.Weights(start);
    }
}
