using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>What follows from an epilogue.</summary>
internal static class ConvEpilogueExtensions
{
    /// <summary>The epilogue of a step from one type to another.</summary>
    public static ConvEpilogue Of(ElementType input, ElementType output, ElementType? narrowWeights) => (input, output) switch
    {
        (ElementType.Float32, _) => narrowWeights is null ? ConvEpilogue.Floats : ConvEpilogue.ScaledFloats,
        (_, ElementType.Float32) => ConvEpilogue.Dynamic,
        (_, ElementType.Int16) => ConvEpilogue.Shorts,
        _ => ConvEpilogue.Bytes,
    };

    /// <summary>Whether results are requantized.</summary>
    public static bool IsRequantized(this ConvEpilogue epilogue) => epilogue is ConvEpilogue.Bytes or ConvEpilogue.Shorts;

    /// <summary>Whether sums are scaled.</summary>
    public static bool HasScale(this ConvEpilogue epilogue) => epilogue != ConvEpilogue.Floats;

    /// <summary>The bytes of a result.</summary>
    public static int Size(this ConvEpilogue epilogue) => epilogue switch { ConvEpilogue.Bytes => 1, ConvEpilogue.Shorts => 2, _ => 4 };

    /// <summary>The types' part of a kernel's name: <c>u8</c>, <c>s16</c>, <c>f32</c>, or two of them; <c>f32xf16</c> with narrower weights.</summary>
    public static string TypeNames(this ConvEpilogue epilogue, ElementType input, ElementType weights)
    {
        if (epilogue == ConvEpilogue.ScaledFloats)
        {
            return weights == ElementType.Float16 ? "f32xf16" : "f32xs8";
        }

        string from = input switch { ElementType.UInt8 => "u8", ElementType.Int16 => "s16", _ => "f32" };
        string to = epilogue switch { ConvEpilogue.Bytes => "u8", ConvEpilogue.Shorts => "s16", _ => "f32" };
        return from == to ? from : from + to;
    }
}
