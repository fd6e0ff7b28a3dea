using System.Collections.Immutable;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>Loops over strided tensors, ordered by the output's memory, with adjacent loops merged.</summary>
/// <param name="Extents">Outermost first, at least one.</param>
/// <param name="Strides">Per tensor, per loop; the first tensor is the output.</param>
internal sealed record LoopNest(EquatableArray<int> Extents, ImmutableArray<EquatableArray<int>> Strides)
{
    /// <summary>Builds the loops; <see langword="null"/> where there is no element.</summary>
    /// <param name="shape">The output's dimensions.</param>
    /// <param name="output">The output's strides.</param>
    /// <param name="inputs">The inputs' strides for the same dimensions.</param>
    public static LoopNest? Over(ImmutableArray<int> shape, ImmutableArray<int> output, params ImmutableArray<int>[] inputs)
    {
        if (shape.Contains(0))
        {
            return null;
        }

        ImmutableArray<int>[] tensors = [output, .. inputs];
        int[] order = [.. Enumerable.Range(0, shape.Length).Where(i => shape[i] != 1).OrderByDescending(i => Math.Abs(output[i]))];
        var extents = new List<int>();
        var strides = new List<int[]>();
        foreach (int dimension in order)
        {
            int[] current = [.. tensors.Select(tensor => tensor[dimension])];
            if (strides.Count > 0 && strides[^1].Zip(current).All(pair => pair.First == pair.Second * shape[dimension]))
            {
                extents[^1] *= shape[dimension];
                strides[^1] = current;
            }
            else
            {
                extents.Add(shape[dimension]);
                strides.Add(current);
            }
        }

        if (extents.Count == 0)
        {
            extents.Add(1);
            strides.Add([.. tensors.Select(_ => 1)]);
        }

        return new LoopNest(
            new EquatableArray<int>(extents),
            [.. Enumerable.Range(0, tensors.Length).Select(t => new EquatableArray<int>(strides.Select(loop => loop[t])))]);
    }

    /// <summary>An input's strides for the dimensions of a result that it broadcasts to.</summary>
    public static ImmutableArray<int> Broadcast(Placement input, ImmutableArray<int> shape)
    {
        var strides = new int[shape.Length];
        for (int i = 1; i <= input.Shape.Length; i++)
        {
            strides[^i] = input.Shape[^i] == 1 ? 0 : input.Strides[^i];
        }

        return [.. strides];
    }
}
