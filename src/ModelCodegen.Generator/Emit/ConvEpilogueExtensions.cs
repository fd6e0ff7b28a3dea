using System.Collections.Generic;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>What follows from an epilogue.</summary>
internal static class ConvEpilogueExtensions
{
    /// <summary>The epilogue of a step from one type to another.</summary>
    public static ConvEpilogue Of(ElementType input, ElementType output, ElementType? narrowWeights, float outputScale) => (input, output) switch
    {
        (ElementType.Float32, _) => narrowWeights is null ? ConvEpilogue.Floats : ConvEpilogue.ScaledFloats,
        (_, ElementType.Float32) => ConvEpilogue.Dynamic,
        (_, ElementType.Int16) => outputScale == 0 ? ConvEpilogue.Shorts : ConvEpilogue.ActivatedShorts,
        _ => ConvEpilogue.Bytes,
    };

    /// <summary>Whether sums are requantized as they are.</summary>
    public static bool IsRequantized(this ConvEpilogue epilogue) => epilogue is ConvEpilogue.Bytes or ConvEpilogue.Shorts;

    /// <summary>Whether results are integers.</summary>
    public static bool GivesIntegers(this ConvEpilogue epilogue) => epilogue.IsRequantized() || epilogue == ConvEpilogue.ActivatedShorts;

    /// <summary>Whether results are 16-bit integers.</summary>
    public static bool GivesShorts(this ConvEpilogue epilogue) => epilogue is ConvEpilogue.Shorts or ConvEpilogue.ActivatedShorts;

    /// <summary>What the epilogue of a step needs beside arrays, as a kernel's arguments.</summary>
    public static IEnumerable<string> Arguments(this ConvEpilogue epilogue, Activation activation, int zeroPoint, int low, int high, float outputScale)
    {
        string[] bounds = [Literal.Float(low - zeroPoint), Literal.Float(high - zeroPoint)];
        return epilogue.IsRequantized() ? [Literal.Int(zeroPoint), .. bounds]
            : epilogue == ConvEpilogue.ActivatedShorts ? [Literal.Float(outputScale), .. bounds, .. Activations.Arguments(activation).Select(Literal.Float)]
            : Activations.Arguments(activation).Select(Literal.Float);
    }

    /// <summary>The parameters of <see cref="Arguments"/>.</summary>
    public static IEnumerable<string> Parameters(this ConvEpilogue epilogue, Activation activation) =>
        epilogue.IsRequantized() ? ["int zeroPoint", "float low", "float high"]
        : epilogue == ConvEpilogue.ActivatedShorts ? ["float outputScale", "float low", "float high", .. Activations.Parameters(activation)]
        : Activations.Parameters(activation);

    /// <summary>Whether sums are scaled.</summary>
    public static bool HasScale(this ConvEpilogue epilogue) => epilogue != ConvEpilogue.Floats;

    /// <summary>The bytes of a result.</summary>
    public static int Size(this ConvEpilogue epilogue) => epilogue switch { ConvEpilogue.Bytes => 1, ConvEpilogue.Shorts or ConvEpilogue.ActivatedShorts => 2, _ => 4 };

    /// <summary>The types' part of a kernel's name: <c>u8</c>, <c>s16</c>, <c>f32</c>, or two of them; <c>f32xf16</c> with narrower weights.</summary>
    public static string TypeNames(this ConvEpilogue epilogue, ElementType input, ElementType weights)
    {
        if (epilogue == ConvEpilogue.ScaledFloats)
        {
            return weights == ElementType.Float16 ? "f32xf16" : "f32xs8";
        }

        string from = input switch { ElementType.UInt8 => "u8", ElementType.Int16 => "s16", _ => "f32" };
        string to = epilogue switch { ConvEpilogue.Bytes => "u8", ConvEpilogue.Shorts => "s16", ConvEpilogue.ActivatedShorts => "f32s16", _ => "f32" };
        return from == to ? from : from + to;
    }
}
