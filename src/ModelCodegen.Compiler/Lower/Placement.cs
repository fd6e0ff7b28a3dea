using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>
/// Where a tensor lies and in which order. Layout is nothing but strides: the dimensions keep the model's order, NCHW,
/// and a map with channels last has stride 1 at dimension 1. Borders are the distance that strides leave around it.
/// </summary>
/// <param name="Type">The elements' type.</param>
/// <param name="Shape">The dimensions, in the model's order.</param>
/// <param name="Strides">Per dimension, in elements; 0 repeats, negative runs backwards.</param>
/// <param name="Buffer">The arena's buffer it lies in; <see langword="null"/> for weights, inputs and outputs.</param>
/// <param name="Base">The place of the element with all indices 0; its offset counts from the buffer's begin.</param>
internal sealed record Placement(
    ElementType Type, ImmutableArray<int> Shape, ImmutableArray<int> Strides, ArenaBuffer? Buffer, Location Base)
{
    /// <summary>How many pixels of border lie around a map.</summary>
    public Border Border { get; init; }

    /// <summary>The address of an element; known once the arena is planned.</summary>
    /// <param name="elements">The element's distance from the first one.</param>
    public Location Locate(int elements = 0) =>
        Base with { Offset = checked((Buffer?.Offset ?? 0) + Base.Offset + (elements * Type.SizeInBytes())) };

    /// <summary>All elements as an argument of a kernel; they lie in row-major order. Known once the arena is planned.</summary>
    public SpanArgument Span(bool isWritten) => new(Type, Locate(), ShapeArithmetic.Length(Shape), isWritten);

    /// <summary>Whether the channels of a map's pixel are adjacent.</summary>
    public bool IsChannelsLast => Shape.Length is 3 or 4 && IsAdjacent(1);

    /// <summary>Whether the elements along a dimension are adjacent.</summary>
    public bool IsAdjacent(int dimension) => Strides[dimension] == 1 || Shape[dimension] == 1;

    /// <summary>Whether every dimension runs forwards, and none repeats.</summary>
    public bool IsForward => Enumerable.Range(0, Shape.Length).All(i => Shape[i] == 1 || Strides[i] > 0);

    /// <summary>Whether the elements lie in row-major order without gaps.</summary>
    public bool IsRowMajor
    {
        get
        {
            ImmutableArray<int> packed = ShapeArithmetic.Strides(Shape);
            return Enumerable.Range(0, Shape.Length).All(i => Shape[i] == 1 || Strides[i] == packed[i]);
        }
    }

    /// <summary>A part of the tensor that begins further on.</summary>
    public Placement Slice(ImmutableArray<int> starts, ImmutableArray<int> shape)
    {
        int distance = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            distance += starts[i] * Strides[i];
        }

        bool keepsBorder = Enumerable.Range(0, starts.Length).All(i => i == 1 || shape[i] == Shape[i]);
        return this with
        {
            Shape = shape,
            Base = Base with { Offset = Base.Offset + (distance * Type.SizeInBytes()) },
            Border = keepsBorder ? Border : default,
        };
    }

    /// <summary>The same elements in row-major order under another shape; <see langword="null"/> where strides cannot say it.</summary>
    public Placement? Reshape(ImmutableArray<int> shape)
    {
        var strides = new int[shape.Length];
        int from = Shape.Length - 1;
        int to = shape.Length - 1;
        while (from >= 0 || to >= 0)
        {
            // Take as many dimensions of both sides as hold equally many elements.
            int fromEnd = from;
            int toEnd = to;
            long fromLength = from >= 0 ? Shape[from] : 1;
            long toLength = to >= 0 ? shape[to] : 1;
            while (fromLength != toLength)
            {
                if (fromLength < toLength && from > 0)
                {
                    fromLength *= Shape[--from];
                }
                else if (fromLength > toLength && to > 0)
                {
                    toLength *= shape[--to];
                }
                else
                {
                    return null;
                }
            }

            if (!IsOneRun(Math.Max(from, 0), fromEnd, out int stride))
            {
                return null;
            }

            for (int i = toEnd; i >= Math.Max(to, 0); i--)
            {
                strides[i] = stride;
                stride *= shape[i];
            }

            from--;
            to--;
        }

        return this with { Shape = shape, Strides = [.. strides], Border = default };
    }

    // Whether the dimensions first..last can be walked with one stride, that of the innermost.
    private bool IsOneRun(int first, int last, out int stride)
    {
        stride = 1;
        int? next = null;
        for (int i = last; i >= first; i--)
        {
            if (Shape[i] == 1)
            {
                continue;
            }

            if (next is null)
            {
                stride = Strides[i];
            }
            else if (Strides[i] != next)
            {
                return false;
            }

            next = Strides[i] * Shape[i];
        }

        return true;
    }
}
